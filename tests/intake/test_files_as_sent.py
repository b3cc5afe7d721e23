"""Files as people send them: refused, or the same rows as their clean original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from brep_metrics.i18n import LANGUAGES
from brep_metrics.intake import check, load
from brep_metrics.store import Store, open_store

from .conftest import write_network
from .meaning import held, meaning, ordered
from .sent_files import CHANGES, CLEAN, Sent, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("pristine")
    store = open_store(folder / "store")
    load(store, [write_network(folder / "good")], who="test", why="base")
    return store


def check_one(pristine: Store, folder: Path, data: st.DataObject) -> None:
    """The file is refused with faults in both languages, or its table holds just what its clean original means."""
    table = data.draw(st.sampled_from(list(CLEAN)))
    clean = [list(row) for row in CLEAN[table]]
    sent = Sent(table, [list(row) for row in clean], clean)
    for change in data.draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
        change(sent, data)
    path = written(sent, folder, data)
    found: list[Any] = []
    today = pristine.current().date
    report = check(pristine, [path], today=today, examine=lambda _, draft: found.extend(held(draft, table)))
    path.unlink()
    if report.faults:
        assert all(fault.problem.text(language) for fault in report.faults for language in LANGUAGES)
        return
    assert sent.means is not None, "taken, although it cannot mean its original"
    with pristine.read() as reading:
        before = held(reading, table)
    rows = [dict(zip(sent.columns, row, strict=True)) for row in sent.means if any(row)]
    meant = [meaning(table, row, received=today.isoformat()) for row in rows]
    assert ordered(found) == ordered([*before, *meant])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_file_as_sent_is_refused_or_means_its_clean_original(pristine: Store, tmp_path: Path, data: st.DataObject):
    """300 files of all kinds."""
    check_one(pristine, tmp_path, data)


@pytest.mark.long
@pytest.mark.parametrize("number", range(10))
def test_5000_files_as_sent_are_refused_or_mean_their_clean_originals(pristine: Store, tmp_path: Path, number: int):
    """5,000 files, by hand, in ten parts of a seed each: the same rule."""

    @seed(number)
    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check_some(data: st.DataObject) -> None:
        check_one(pristine, tmp_path, data)

    check_some()
