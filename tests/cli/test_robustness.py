"""`brep robustness`: the columns of the contract, from the store and from any table of values."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from brep_metrics.cli.main import run

METHODOLOGY = """
id = "plain"
{more}
[[node]]
code = "index"
[[indicator]]
code = "a"
parent = "index"
[[indicator]]
code = "b"
parent = "index"
[robustness]
draws = 200
weights = 0.5
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A methodology of two indicators, and three units."""
    (tmp_path / "m.toml").write_text(METHODOLOGY.format(more=""), encoding="utf-8")
    (tmp_path / "values.csv").write_text("unit,a,b\nx,90,80\ny,60,50\nz,50,61\n", encoding="utf-8")
    return ["--values", str(tmp_path / "values.csv"), "--methodology", str(tmp_path / "m.toml"), "--lang", "en"]


def frame(capsys) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(capsys.readouterr().out))


def test_a_table_of_values(files: list[str], capsys):
    """Ranks of any table; x is first in every draw, y and z change places."""
    assert run(["robustness", *files, "--format", "csv"]) == 0
    table = frame(capsys)
    assert list(table.columns) == ["unit", "rank_nominal", "rank_median", "rank_p05", "rank_p95"]
    assert table.loc[0].tolist() == ["x", 1, 1, 1, 1]
    assert table.loc[1, ["rank_p05", "rank_p95"]].tolist() == [2, 3]


def test_the_network(demo_store, capsys):
    """One row per group with the probability of each grade, unrated groups last and without a rank."""
    asked = ["robustness", "--draws", "200", "--seed", "4", "--period", "2025", "--store", str(demo_store.address)]
    assert run([*asked, "--format", "csv", "--lang", "en"]) == 0
    shown = capsys.readouterr()
    table = pd.read_csv(io.StringIO(shown.out))
    assert list(table.columns[5:]) == ["p_excellent", "p_good", "p_qualified", "p_unqualified"]
    rated = table["rank_nominal"].notna()
    assert rated.is_monotonic_decreasing
    assert not rated.all()
    assert "200 draws, seed 4" in shown.err


def test_draws_and_seed_replace_the_methodologys(files: list[str], capsys):
    """The same seed prints the same bytes."""
    printed = []
    for seed in ("1", "1"):
        assert run(["robustness", *files, "--draws", "50", "--seed", seed, "--format", "csv"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


@pytest.mark.parametrize(
    ("part", "columns"),
    [
        ("groups", ["unit", "rank_nominal", "rank_group", "mean_rank_shift"]),
        ("pairs", ["unit", "x", "z", "y"]),
        ("sensitivity", ["unit", "factor", "first", "first_error", "total", "total_error"]),
        (
            "leave-one-out",
            ["indicator", "mean_rank_shift", "largest_rank_shift", "unit", "rank_nominal", "rank_without"],
        ),
    ],
)
def test_other_parts(part: str, columns: list[str], files: list[str], capsys):
    """Rank groups, pairs, Sobol indices and leave-one-out are one option away."""
    assert run(["robustness", *files, "--part", part, "--format", "csv"]) == 0
    assert list(frame(capsys).columns) == columns


def test_a_step_that_is_not_there_is_a_fault_of_the_methodology(files: list[str], capsys):
    """Exit 1, and the factor is named."""
    path = files[3]
    with Path(path).open("a", encoding="utf-8") as file:
        file.write('normalise = ["goalposts", "minmax"]\n')
    assert run(["robustness", *files]) == 1
    assert "normalise" in capsys.readouterr().err


def test_a_table_has_no_reviewers_to_resample(files: list[str], capsys):
    """What the methodology says of reviewers is left out, and said; ranks are those of the other factors."""
    path, printed = Path(files[3]), []
    for more in ("", "reviewers = true\n"):
        path.write_text(METHODOLOGY.format(more="") + more, encoding="utf-8")
        assert run(["robustness", *files, "--format", "csv"]) == 0
        shown = capsys.readouterr()
        printed.append(shown.out)
    assert printed[0] == printed[1]
    assert "the reviewers are not varied" in shown.err


def test_the_networks_reviewers_are_varied(demo_store, capsys):
    """The delivered methodology varies them too, and the store has their reviews."""
    asked = ["robustness", "--draws", "50", "--period", "2025", "--store", str(demo_store.address), "--lang", "en"]
    assert run(asked) == 0
    assert "reviewers" in capsys.readouterr().err
