import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from brep_metrics.cli.main import run

GOLDEN = Path(__file__).with_name("golden")
RULES = """id = "three"
version = "1.0.0"
scale = [0, 1]
round = 3
coverage_floor = 0.5
[[node]]
code = "total"
aggregate = "geometric"
[[node]]
code = "people"
parent = "total"
[[indicator]]
code = "life"
parent = "people"
normalise = { lower = 20, upper = 85 }
[[indicator]]
code = "school"
parent = "people"
normalise = { lower = 0, upper = 15 }
[[indicator]]
code = "income"
parent = "total"
normalise = { lower = 100, upper = 75000, log = true }
"""
VALUES = """unit,life,school,income
Ünïon,78.7,14.4,65564.9
"=cmd()",62.9,2.5,1335.2
甲,85,15,80000
same,62.9,2.5,1335.2
thin,70,,
"""


@pytest.fixture
def files(tmp_path):
    rules, values = tmp_path / "three.toml", tmp_path / "values.csv"
    rules.write_text(RULES, encoding="utf-8")
    values.write_text(VALUES, encoding="utf-8")
    return {"rules": rules, "values": values}


@pytest.mark.parametrize("output", ["csv", "json", "table"])
def test_scores_are_printed_byte_for_byte(files, capfdbinary, monkeypatch, output):
    """Units in the order given, every node in full precision, the rounded root, rank, coverage; one file per format."""
    monkeypatch.setenv("COLUMNS", "100")
    arguments = [
        "score",
        str(files["values"]),
        "--methodology",
        str(files["rules"]),
        "--format",
        output,
        "--lang",
        "en",
    ]
    assert run(arguments) == 0
    assert capfdbinary.readouterr().out == (GOLDEN / f"score.{output}").read_bytes()


def test_faults_of_the_values_lead_to_exit_code_1(files, capsys):
    """In the language asked for, without a traceback and without a table."""
    files["values"].write_text(VALUES.replace("14.4", "many"), encoding="utf-8")
    arguments = ["score", str(files["values"]), "--methodology", str(files["rules"]), "--lang"]
    assert run([*arguments, "en"]) == 1
    printed = capsys.readouterr()
    assert "values.csv:2: school: “many”: not a number" in printed.err
    assert printed.out == ""
    assert run([*arguments, "zh"]) == 1
    assert "不是数值" in capsys.readouterr().err


def test_what_is_not_there_is_wrong_usage(files, capsys, tmp_path):
    """A path, a period or a date that does not exist: exit code 2."""
    store = ["--store", str(tmp_path / "nothing")]
    assert run(["score", "absent.csv", "--methodology", str(files["rules"])]) == 2
    assert run(["score", str(files["values"]), "--methodology", "absent.toml"]) == 2
    assert run(["evaluate", *store, "--period", "2025Q5"]) == 2
    assert run(["evaluate", *store, "--as-of", "2025-1-1"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_demonstration_has_a_ranking(demo_store, capsys):
    """The columns of the design; at least 16 groups, not all rated, three grades in use, ranks that follow scores."""
    assert run(["evaluate", "--store", demo_store.address, "--period", "2025", "--format", "csv"]) == 0
    printed = capsys.readouterr()
    table = pd.read_csv(io.StringIO(printed.out))
    fixed = ["group_id", "name_zh", "name_en", "sector_id", "score", "grade", "rank", "coverage", "status"]
    dimensions = ["reporting", "delivery", "activity", "outcomes", "coordination"]
    assert list(table.columns) == fixed + dimensions
    assert len(table) >= 16
    rated = table[table["status"] == "rated"]
    assert 0 < len(rated) < len(table)
    assert rated["grade"].nunique() >= 3
    assert (rated["rank"] == rated["score"].rank(method="min", ascending=False)).all()
    assert rated.index.tolist() == list(range(len(rated)))
    assert table.loc[len(rated) :, ["score", "grade", "rank"]].isna().all().all()
    assert "brep-annual 1.1.0" in printed.err


def test_the_table_speaks_the_readers_language(demo_store, capsys, monkeypatch):
    """Names, grades and reasons; the other formats keep their codes."""
    monkeypatch.setenv("COLUMNS", "200")
    arguments = ["evaluate", "--store", demo_store.address, "--period", "2025", "--lang"]
    assert run([*arguments, "zh"]) == 0
    chinese = capsys.readouterr().out
    assert run([*arguments, "en"]) == 0
    english = capsys.readouterr().out
    assert "未参评：评估周期内已撤销" in chinese
    assert "优秀" in chinese
    assert "not rated: dissolved within the period" in english
    assert "Excellent" in english


def test_without_a_period_the_last_full_year_is_evaluated(demo_store, capsys):
    """The demonstration ends in June 2026, so 2025; as of 2025-12-31 it is 2025, the day before 2024."""
    for as_of, period in ((None, "2025"), ("2025-12-31", "2025"), ("2025-12-30", "2024")):
        options = ["--as-of", as_of] if as_of else []
        assert run(["evaluate", "--store", demo_store.address, "--format", "csv", "--lang", "en", *options]) == 0
        assert f"period {period}," in capsys.readouterr().err


def test_a_shipped_methodology_may_be_named(demo_store, capsys):
    """`--methodology brep-five-year` needs no path."""
    arguments = ["evaluate", "--store", demo_store.address, "--period", "2021-07..2026-06", "--format", "csv"]
    assert run([*arguments, "--methodology", "brep-five-year"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) >= 16


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (command, options)
        for command in ("evaluate", "explain WG01", "robustness", "publish", "snapshot create --out {out}")
        for options in ("--period 2019", "--as-of 2020-01-01")
    ],
)
def test_a_period_without_groups_is_answered_with_a_sentence(demo_store, command, options, capsys, tmp_path):
    """Exit code 1, nothing on stdout, nothing written, no traceback; in both languages."""
    out = tmp_path / "snapshot.zip"
    arguments = [*command.format(out=out).split(), *options.split(), "--store", demo_store.address, "--lang"]
    assert run([*arguments, "en"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1].endswith("is known: there is nothing to evaluate")
    assert run([*arguments, "zh"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith("没有可评估的内容")
    assert not out.exists()


@pytest.mark.parametrize(
    "command",
    ["evaluate", "explain WG01", "robustness", "publish", "methodology calibrate", "snapshot create --out s.zip"],
)
def test_an_empty_store_is_answered_with_a_sentence(command, capsys, tmp_path):
    """Exit code 1, and the way to data."""
    assert run([*command.split(), "--store", str(tmp_path / "empty"), "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "there are no data in" in printed.err
    assert "`brep load`" in printed.err


def test_the_period_that_was_taken_is_said(demo_store, capsys):
    """Without --period: the last full year, as of its cut-off."""
    assert run(["evaluate", "--store", demo_store.address, "--lang", "en"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("generation g000001, period 2025, as of 2026-03-31, methodology brep-annual 1.1.0")
    assert said[1] == "no --period was given: 2025 is the last full year"


def test_a_running_period_is_marked_and_what_came_in_late_is_counted(demo_store, capsys):
    evaluate = ["evaluate", "--store", demo_store.address, "--lang", "en", "--period"]
    assert run([*evaluate, "2026"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[1] == "2026 is still running: the figures are of its part up to 2026-06-30"
    assert run([*evaluate, "2024"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[1].startswith("6 of 1129 records of 2024 came in, or were filled in, after 2025-03-31 and do not count")


def test_what_came_in_late_is_listed(demo_store, capsys):
    """One row per record, with the day on which it came in; and nothing where everything counts."""
    late = ["evaluate", "--store", demo_store.address, "--late", "--format", "csv", "--period", "2024"]
    assert run(late) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert list(table.columns) == [
        "group_id",
        "source",
        "record_id",
        "title_zh",
        "title_en",
        "belongs_on",
        "came_in_on",
    ]
    assert table.loc[4, ["group_id", "source", "record_id", "came_in_on"]].tolist() == [
        "WG22",
        "report",
        "WG22-2024-ER",
        "2025-06-01",
    ]
    assert run([*late, "--as-of", "2026-06-30"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
