"""The engine against published results, through `brep score` where they are an index of a table."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from brep_metrics.cli.main import run
from brep_metrics.methodology import parse_methodology
from brep_metrics.scoring import score

ROOT = Path(__file__).parents[2]
TRUTH = ROOT.parent / "shared" / "truth"

pytestmark = pytest.mark.skipif(not TRUTH.is_dir(), reason=f"the published results are not at {TRUTH}")


def test_the_human_development_index_2022_comes_out_as_published(tmp_path, capsys):
    """UNDP, Human Development Report 2023-24: 193 of 193 values and ranks, none for the two without a value."""
    with (TRUTH / "hdi_2022.csv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    indicators = ["life_expectancy", "expected_schooling", "mean_schooling", "gni_pc"]
    values = tmp_path / "values.csv"
    rows = [",".join([row["iso3"], *(row[name] for name in indicators)]) for row in published]
    values.write_text("\n".join([",".join(["unit", *indicators]), *rows]), encoding="utf-8")
    methodology = Path(__file__).with_name("hdi.toml")
    assert run(["score", str(values), "--methodology", str(methodology), "--format", "csv"]) == 0
    scored = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["unit"] for row in scored] == [row["iso3"] for row in published]
    compared = 0
    for ours, theirs in zip(scored, published, strict=True):
        if not theirs["hdi"]:
            assert (ours["hdi"], ours["rank"]) == ("", "")
            continue
        assert float(ours["hdi"]) == float(theirs["hdi"])
        assert int(ours["rank"]) == float(theirs["hdi_rank"])
        compared += 1
    assert compared == 193


def published_case(name):
    cases = json.loads((TRUTH / "mcdm_cases.json").read_text(encoding="utf-8"))["cases"]
    (case,) = [case for case in cases if case["id"] == name]
    return case


def flat_scores(case, aggregate, divisor=np.sum):
    """Score a case by one node over its criteria, minimised ones inverted, each divided by its sum (or maximum)."""
    matrix = np.array(case["matrix"], dtype=float)
    matrix = np.where(np.array(case["objectives"]) > 0, matrix, 1 / matrix)
    lines = [f'id = "{case["id"]}"', "scale = [0, 1]", "round = 15", "[[node]]", 'code = "total"']
    lines.append(f'aggregate = "{aggregate}"')
    for column, weight in enumerate(case["weights"]):
        lines += ["[[indicator]]", f'code = "c{column}"', 'parent = "total"', f"weight = {weight}"]
        upper = float(divisor(matrix[:, column]))
        lines.append(f'normalise = {{ method = "goalposts", lower = 0, upper = {upper!r} }}')
    methodology = parse_methodology("\n".join(lines), file="case.toml")
    return score(matrix, methodology, units=[f"a{row}" for row in range(len(matrix))])


def test_weighted_sum():
    """Kracka, Brauers & Zavadskas (2010), Inzinerine Ekonomika 21(4) 352-359: ranking heating losses in a building."""
    case = published_case("wsm_kracka2010")
    scores = flat_scores(case, "arithmetic")
    assert scores.nodes[:, 0] == pytest.approx(case["expected"]["score"], abs=case["tolerance"])
    assert scores.rank.tolist() == case["expected"]["rank"]


def test_weighted_product():
    """Weighted product model, en.wikipedia rev. 1015567716; the case states the logarithm of the product."""
    case = published_case("wpm_enwiki")
    scores = flat_scores(case, "geometric")
    assert np.log10(scores.nodes[:, 0]) == pytest.approx(case["expected"]["log10_score"], abs=case["tolerance"])
    assert scores.rank.tolist() == case["expected"]["rank"]


def test_weighted_sum_and_product_together():
    """Chakraborty, Zavadskas & Antucheviciene (2015), ECECSR 49(1) 5-22: WASPAS, the mean of both.

    The paper's weights sum to more than 1, ours always to 1, which the total undoes.
    """
    case = published_case("waspas_chakraborty2015")
    total = sum(case["weights"])
    summed = flat_scores(case, "arithmetic", np.max).nodes[:, 0] * total
    multiplied = flat_scores(case, "geometric", np.max).nodes[:, 0] ** total
    assert (summed + multiplied) / 2 == pytest.approx(case["expected"]["score"], abs=case["tolerance"])
