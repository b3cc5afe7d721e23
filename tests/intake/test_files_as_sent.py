"""Files as people send them: refused with nothing changed, or the same rows as the clean file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from brep_metrics.errors import FaultsError
from brep_metrics.i18n import LANGUAGES
from brep_metrics.intake import load
from brep_metrics.store import Store, export_tables, open_store

from .conftest import write_network

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ["organization_id", "name_zh", "name_en", "kind", "country_code", "recorded_on"]
ROWS = [
    ["o7", "演示能源研究院", "Demo Institute", "research_institution", "CN", "2021-06-08"],
    ["o8", "演示国际合作中心", "Demo Centre", "other", "KZ", "2021-06-08"],
]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5", "shift_jis", "euc_kr", "cp1251", "cp1252", "latin-1"]
UNSEEN = ["\u200b", "\ufeff", "\u00a0", "\u3000", "\u00ad", " ", "\t"]
FORMATS = ["General", "0%", "000", "0.00E+00", "yyyy-mm-dd", "h:mm", "@"]
NAMES = {
    "cp1251": "Демонстрация",
    "cp1252": "Démonstration naïve",
    "latin-1": "Démonstration naïve",
    "euc_kr": "시범기관",
}
Table = list[list[Any]]


@st.composite
def as_sent(draw: st.DrawFn) -> tuple[str, Table, str, str | None]:
    """Suffix, rows, encoding of a CSV or number format of a cell, and the line `sep=` above them."""
    rows: Table = [list(HEADER), *map(list, ROWS)]
    if draw(st.booleans()):
        row, mark = draw(st.integers(1, len(ROWS))), draw(st.sampled_from(UNSEEN))
        rows[row][0] = draw(st.sampled_from([rows[row][0] + mark, mark + rows[row][0]]))
    for _ in range(draw(st.integers(0, 2))):
        rows.insert(draw(st.integers(0, len(rows))), draw(st.sampled_from([[""] * 6, [" "] * 6, ["\u3000"] * 6])))
    if draw(st.booleans()):
        rows = [[*row, ""] for row in rows]
    if draw(st.booleans()):
        rows.insert(0, ["演示机构名单", *[""] * (len(rows[0]) - 1)])
    if draw(st.booleans()):
        number = draw(st.sampled_from([7, 0.95, 1e15, True]))
        rows[-1][draw(st.sampled_from([0, 1]))] = number
        return "xlsx", rows, draw(st.sampled_from(FORMATS)), None
    encoding = draw(st.sampled_from(ENCODINGS))
    if encoding in NAMES:
        rows = [[NAMES[encoding] if cell in {row[1] for row in ROWS} else cell for cell in row] for row in rows]
    return "csv", rows, encoding, draw(st.sampled_from([None, ",", ";"]))


def write(path: Path, rows: Table, how: str, separator: str | None) -> None:
    """The file, in the encoding or with the number format `how`."""
    if path.suffix == ".xlsx":
        book = Workbook()
        book.active.title = path.stem
        for row in rows:
            book.active.append([None if cell == "" else cell for cell in row])
        for cell in book.active[book.active.max_row]:
            if cell.data_type in {"n", "b"} and cell.value is not None:
                cell.number_format = how
        book.save(path)
        return
    lines = [(separator or ",").join(map(str, row)) for row in rows]
    text = "\r\n".join([f"sep={separator}", *lines] if separator else lines)
    path.write_bytes(text.encode(how, "replace"))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("pristine")
    store = open_store(folder / "store")
    load(store, [write_network(folder / "good")], who="test", why="base")
    return store


def organizations(store: Store, folder: Path) -> str:
    """The table as exported."""
    shutil.rmtree(folder, ignore_errors=True)
    export_tables(store, folder)
    return (folder / "organization.csv").read_text("utf-8-sig")


def check_one(pristine: Store, folder: Path, sent: tuple[str, Table, str, str | None]) -> None:
    """Refused with the store as before, or the rows that a person sees in the file, exactly."""
    address = folder / "store"
    shutil.rmtree(address, ignore_errors=True)
    shutil.copytree(pristine.address, address)
    store, (suffix, rows, how, separator) = open_store(address), sent
    path = folder / f"organization.{suffix}"
    write(path, rows, how, separator)
    try:
        load(store, [path], who="test", why="as sent")
    except FaultsError as error:
        faults = error.faults
    else:
        check_loaded(pristine, store, folder, rows, how)
        return
    assert faults
    assert all(fault.problem.text(language) for fault in faults for language in LANGUAGES)
    assert store.current() == pristine.current()


def check_loaded(pristine: Store, store: Store, folder: Path, rows: Table, how: str) -> None:
    """Every row of the file is in the table as it is shown, and no other has come."""
    numbers = [cell for row in rows for cell in row if not isinstance(cell, str)]
    assert not numbers or how in {"General", "@"}, "the cell shows something else than the number it stores"
    exported = organizations(store, folder / "exported")
    shown = [row for row in rows if any(str(cell).strip() for cell in row)]
    for row in shown[1:]:
        assert ",".join(map(str, row[: len(HEADER)])) in exported
    assert exported.count("\n") == organizations(pristine, folder / "before").count("\n") + len(ROWS)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(as_sent())
def test_a_file_as_sent_is_refused_or_means_what_it_shows(
    pristine: Store, tmp_path: Path, sent: tuple[str, Table, str, str | None]
):
    """300 files of all kinds."""
    check_one(pristine, tmp_path, sent)


@pytest.mark.long
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(as_sent())
def test_5000_files_as_sent_are_refused_or_mean_what_they_show(
    pristine: Store, tmp_path: Path, sent: tuple[str, Table, str, str | None]
):
    """5,000 files, by hand: the same rule."""
    check_one(pristine, tmp_path, sent)
