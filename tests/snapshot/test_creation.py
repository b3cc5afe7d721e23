from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from brep_metrics.errors import StoreError, UsageError
from brep_metrics.evidence import reduce_rows
from brep_metrics.periods import Period
from brep_metrics.schema import load_schema
from brep_metrics.snapshot import create, recorded, verify
from brep_metrics.snapshot.archive import sha256_of

PERIOD = Period.parse("2025")
RESULTS = ("scores.csv", "indicators.csv", "rank_intervals.csv", "changes.csv", "evidence.csv")
AGAIN = Path(__file__).with_name("again.py")
SHIFT = 400 * 86_400 + 5 * 3_600


def read(folder, name):
    """The table by the codes of its columns, with which headings in both languages begin."""
    frame = pd.read_csv(folder / name, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    return frame.rename(columns=lambda heading: heading.split(" ")[0]).astype(
        {"capped_by": object} if name == "scores.csv" else {}
    )


@pytest.mark.parametrize(
    ("zone", "locale", "seed", "threads"),
    [
        ("Asia/Shanghai", "zh_CN.UTF-8", "1", "1"),
        ("America/Los_Angeles", "C", "2", "8"),
        ("UTC", "de_DE.UTF-8", "3", "2"),
    ],
)
def test_the_same_inputs_give_the_same_bytes(snapshot, small_store, unpacked, tmp_path, zone, locale, seed, threads):
    """Neither the time zone, the locale, the hash seed nor the number of threads reaches the file."""
    settings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "PYTHONUTF8": "1"}
    target = tmp_path / "again.zip"
    arguments = [small_store.address, str(target), str(unpacked / "methodology.toml"), threads, "0"]
    subprocess.run([sys.executable, AGAIN, *arguments], check=True, env=os.environ | settings)
    assert sha256_of(target) == snapshot.sha256


@pytest.mark.parametrize("groups", [[], ["WG01"]])
@pytest.mark.parametrize("clock", ["python", "faketime"])
def test_another_day_gives_the_same_bytes(snapshot, small_store, methodology, unpacked, tmp_path, clock, groups):
    """With every clock moved by more than a year, the database's too where `faketime` is installed."""
    expected = snapshot.sha256
    if groups:
        inputs = {"methodology": methodology, "period": PERIOD, "language": "zh", "groups": groups}
        expected = create(small_store, tmp_path / "today.zip", **inputs).sha256
    if clock == "faketime" and shutil.which("faketime") is None:
        pytest.skip("faketime is not installed")
    before, shift = (["faketime", "-f", f"+{SHIFT}s"], 0) if clock == "faketime" else ([], SHIFT)
    target = tmp_path / "another-day.zip"
    arguments = [small_store.address, target, unpacked / "methodology.toml", "2", str(shift), *groups]
    subprocess.run([*before, sys.executable, AGAIN, *arguments], check=True)
    assert date.fromisoformat(recorded(small_store)[-1]["at"][:10]) > date.today() + timedelta(days=399)  # noqa: DTZ011
    assert sha256_of(target) == expected


def test_it_holds_every_file_that_the_design_names(unpacked):
    """Results, one file per table, methodology, descriptor, README, workbook and brief."""
    expected = {*RESULTS, "methodology.toml", "datapackage.json", "README.md", "snapshot.xlsx", "brief.html"}
    expected |= {f"tables/{table}.csv" for table in load_schema().tables}
    found = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {name for name in found if not name.startswith(("indicators/", "macros/"))} == expected


def test_every_csv_is_one_that_a_double_click_opens(unpacked):
    """Byte-order mark and CRLF in every file, and no formula left to run."""
    for path in unpacked.rglob("*.csv"):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), path
        assert raw.count(b"\n") == raw.count(b"\r\n"), path
    assert "'=1+1 \uff1dx" in (unpacked / "tables" / "need.csv").read_text("utf-8")


def test_scores_say_what_they_stand_on(unpacked, snapshot):
    """The file that is mailed alone names generation, methodology, period, as-of date and scope in each row."""
    scores = read(unpacked, "scores.csv")
    assert set(scores["generation"]) == {"g000001"}
    assert set(scores["methodology_hash"]) == {snapshot.provenance.methodology_hash}
    assert set(scores["as_of"]) == {"2026-03-31"}
    assert set(scores["scope"]) == {"all"}
    rated = scores[scores["status"] == "rated"]
    assert rated["grade_zh"].notna().all()
    assert rated["grade_en"].notna().all()
    assert list(rated["rank"]) == sorted(rated["rank"])


def test_scores_have_the_declared_decimals_and_headings_in_both_languages(unpacked, methodology):
    """As they are published, two by this methodology; every heading begins with the code of its column."""
    header, *lines = (unpacked / "scores.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    headings = header.split(",")
    assert headings[0] == "rank 排名 Rank"
    assert "score 得分 Score" in headings
    assert "delivery 计划执行 Plan execution" in headings
    shown = [dict(zip(headings, next(csv.reader([line])), strict=True)) for line in lines if line]
    scores = [row[heading] for row in shown for heading in headings if heading.split(" ")[0] in {"score", "delivery"}]
    assert methodology.round == 2
    assert scores
    assert all(re.fullmatch(r"(\d+\.\d\d)?", score) for score in scores)


def test_evidence_reduces_to_the_indicators_values(unpacked, methodology):
    """What a reader adds up from evidence.csv is exactly what indicators.csv has."""
    evidence = read(unpacked, "evidence.csv")
    reductions = {indicator.code: indicator.value for indicator in methodology.measured}
    for row in read(unpacked, "indicators.csv").itertuples():
        mine = evidence[(evidence["indicator"] == row.indicator) & (evidence["group_id"] == row.group_id)]
        value = reduce_rows(mine, reductions[row.indicator])
        assert len(mine) == row.evidence_rows
        assert value == row.value or (pd.isna(value) and pd.isna(row.value))


def test_the_parts_of_a_change_add_up(unpacked):
    """The points of changes.csv sum to the difference of the two scores."""
    changes = read(unpacked, "changes.csv")
    explained = changes[changes["part"].notna()]
    assert not explained.empty
    for _, parts in explained.groupby("group_id"):
        difference = parts["score"].iloc[0] - parts["score_before"].iloc[0]
        assert parts["points"].sum() == pytest.approx(difference, abs=1e-9)


def test_duckdb_and_pandas_read_the_same_tables(unpacked, small_store):
    """Every table comes back from its file with the values that the store holds, Chinese included."""
    path = unpacked / "tables" / "organization.csv"
    columns = ", ".join(f"'{name}': 'varchar'" for name in load_schema().tables["organization"].columns)
    by_duckdb = duckdb.connect().execute(f"from read_csv('{path}', columns = {{{columns}}}, header = true)").fetchall()
    by_pandas = pd.read_csv(path, encoding="utf-8-sig", dtype=str)
    assert by_duckdb == list(by_pandas.astype(object).where(by_pandas.notna(), None).itertuples(index=False, name=None))
    with small_store.read() as reading:
        held = reading.query("select name_zh from organization order by organization_id")["name_zh"]
    assert sorted(by_pandas["name_zh"]) == sorted(held)


def test_an_earlier_as_of_date_shows_only_what_was_known(small_store, methodology, tmp_path):
    """Rows recorded later are absent from the files, not merely from the scores."""
    from brep_metrics.snapshot.archive import extracted  # noqa: PLC0415 - only this test unpacks another snapshot

    day = date(2025, 12, 31)
    made = create(small_store, tmp_path / "early.zip", methodology=methodology, period=PERIOD, language="en", as_of=day)
    with extracted(made.path) as folder:
        assert read(folder, "tables/report.csv")["recorded_on"].max() <= day.isoformat()
        assert read(folder, "tables/report.csv")["submitted_on"].max() <= day.isoformat()
        assert set(read(folder, "scores.csv")["as_of"]) == {day.isoformat()}


def test_the_journal_remembers_each_snapshot(small_store, snapshot):
    """When, which file, which inputs."""
    entry = next(one for one in recorded(small_store) if one["sha256_of_file"] == snapshot.sha256)
    assert (entry["generation"], entry["period"], entry["language"]) == ("g000001", "2025", "zh")
    assert entry["anchor"] == small_store.current().anchor
    assert small_store.verify() == ()


def test_a_journal_that_takes_no_line_lets_no_snapshot_go(small_store, methodology, tmp_path):
    """Nothing is taken away that the journal does not know: no file, not even a part of one."""
    with closing(sqlite3.connect(Path(small_store.address) / "register.sqlite")) as register, register:
        register.execute("create trigger no_line before insert on event begin select raise(abort, 'no'); end")
    try:
        with pytest.raises(StoreError):
            create(small_store, tmp_path / "a.zip", methodology=methodology, period=PERIOD, language="en")
    finally:
        with closing(sqlite3.connect(Path(small_store.address) / "register.sqlite")) as register, register:
            register.execute("drop trigger no_line")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_there_is_refused(small_store, methodology, tmp_path):
    """A missing folder is a wrong request, and nothing is written or recorded."""
    before = len(recorded(small_store))
    with pytest.raises(UsageError):
        create(small_store, tmp_path / "absent" / "a.zip", methodology=methodology, period=PERIOD, language="en")
    assert len(recorded(small_store)) == before
    assert list(Path(tmp_path).iterdir()) == []


def test_a_snapshot_says_that_its_period_runs_and_what_came_in_too_late(small_store, methodology, tmp_path):
    """In its README, for both; a closed period without late records has neither line. What is read first is on top."""
    said = {}
    for code, day in {"2026": None, "2024": date(2025, 1, 5), "2025": None}.items():
        path, period = tmp_path / f"{code}.zip", Period.parse(code)
        made = create(small_store, path, methodology=methodology, period=period, language="en", as_of=day)
        with zipfile.ZipFile(path) as opened:
            said[code] = opened.read("README.md").decode()
        assert verify(path) == made.provenance
    running, late = (
        "State of the period: 尚未结束 | still running",
        "Records that came in, or were filled in, too late to count: ",
    )
    files = said["2025"].split("## Files\n\n")[1].split("\n\n")[0].splitlines()
    assert files[1] == "- `brief.html`: Brief for the meeting, which prints on two pages"
    assert files[-1] == "- `macros/*.sql`: Definitions that indicators share"
    assert [running in said[code] for code in said] == [True, False, False]
    assert [late in said[code] for code in said] == [False, True, False]
