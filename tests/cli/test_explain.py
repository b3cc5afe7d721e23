"""`brep explain`: the parts add up, and what cannot be explained is said."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from brep_metrics.cli.main import run


@pytest.fixture
def explain(demo_store, capsys):
    """Runs the command on the demonstration network: exit code, the data as a frame, stderr."""

    def command(*arguments: str) -> tuple[int, pd.DataFrame, str]:
        code = run(["explain", *arguments, "--store", str(demo_store.address), "--format", "csv", "--lang", "en"])
        shown = capsys.readouterr()
        return code, pd.read_csv(io.StringIO(shown.out)) if shown.out else pd.DataFrame(), shown.err

    return command


def score_of(group: str, period: str, demo_store, capsys) -> float:
    run(["evaluate", "--period", period, "--store", str(demo_store.address), "--format", "csv"])
    table = pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index("group_id")
    return float(table.loc[group, "score"])


def test_the_parts_add_up(explain, demo_store, capsys):
    """Contributions sum to the score `brep evaluate` prints; the change to the difference of two of them."""
    code, table, said = explain("WG02", "--period", "2025", "--against", "2024")
    scores = [score_of("WG02", period, demo_store, capsys) for period in ("2024", "2025")]
    points = table.groupby("part")["points"].sum()
    assert code == 0
    assert points["contribution"] == pytest.approx(scores[1], abs=1e-9)
    assert points["change"] == pytest.approx(scores[1] - scores[0], abs=1e-9)
    assert "generation" in said
    assert "next grade" in said


def test_the_rows_behind_a_change(explain):
    """`--rows` lists the evidence rows that differ."""
    code, rows, _ = explain("WG02", "--period", "2025", "--against", "2024", "--rows")
    assert code == 0
    assert set(rows["change"]) <= {"appeared", "vanished", "changed"}
    assert len(rows) > 0


def test_a_group_that_is_not_there_is_a_wrong_usage(explain):
    """Exit 2, and the code is named."""
    code, _, said = explain("WG99", "--period", "2025")
    assert code == 2
    assert "WG99" in said


def test_rows_need_a_period_to_compare_with(explain):
    """`--rows` alone is a wrong usage."""
    assert explain("WG02", "--rows")[0] == 2


def test_tables_are_for_reading(demo_store, capsys):
    """Without `--format` each part is a table of its own, in the language asked for."""
    assert run(["explain", "WG02", "--store", str(demo_store.address), "--lang", "zh"]) == 0
    assert "上一等级" in capsys.readouterr().err


def test_the_fewest_things_to_do_for_the_next_grade(explain):
    """WG21 has points for a better grade and no execution review: that one report is all there is to do."""
    code, table, said = explain("WG21", "--period", "2025")
    part = table[table["part"] == "combination"].set_index("code")
    assert code == 0
    assert part.loc["review_filed", "records"] == "WG21-2025-ER"
    assert part.loc["review_filed", ["value", "target"]].tolist() == [0, 1]
    assert "fewest things to do for Qualified: 1;" in said
