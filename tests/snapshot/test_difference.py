from __future__ import annotations

from datetime import date

import pytest

from brep_metrics.methodology import parse_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import compare, create

PERIOD = Period.parse("2025")


@pytest.fixture(scope="module")
def made(small_store, methodology, tmp_path_factory):
    folder = tmp_path_factory.mktemp("differences")

    def make(name, **changes):
        inputs = {"methodology": methodology, "period": PERIOD, "language": "zh"} | changes
        return create(small_store, folder / name, **inputs).path

    return make


def test_a_snapshot_does_not_differ_from_itself(snapshot):
    """No input, group or row differs."""
    difference = compare(snapshot.path, snapshot.path)
    assert difference.inputs == {}
    assert difference.changed.empty
    assert difference.rows.empty
    assert (difference.groups["data"].dropna() == 0).all()


def test_what_became_known_explains_the_scores(made, snapshot):
    """Seen earlier, scores differ by rows that appeared since; the points of the data are the whole difference."""
    difference = compare(made("early.zip", as_of=date(2026, 1, 15)), snapshot.path)
    assert difference.inputs == {"as_of": ("2026-01-15", "2026-03-31")}
    changed = difference.changed.dropna(subset=["data"])
    assert not changed.empty
    assert (changed["score"] - changed["score_before"]).tolist() == pytest.approx(changed["data"].tolist(), abs=1e-9)
    assert (changed["methodology"] == 0).all()
    assert set(difference.rows["change"]) <= {"appeared", "changed", "vanished"}
    assert (
        len(difference.rows) == difference.groups[["rows_appeared", "rows_vanished", "rows_changed"]].to_numpy().sum()
    )


def test_another_methodology_explains_the_scores(made, snapshot, methodology):
    """With the same data, all of the difference is the methodology's, and no evidence row differs."""
    text = methodology.text.replace('parent = "outcomes"\nweight = 10', 'parent = "outcomes"\nweight = 2')
    other = made("other.zip", methodology=parse_methodology(text, file="other.toml"))
    difference = compare(snapshot.path, other)
    assert set(difference.inputs) == {"methodology_hash"}
    assert difference.rows.empty
    changed = difference.changed.dropna(subset=["data"])
    assert not changed.empty
    points = changed["methodology"] + changed["data"]
    assert (changed["score"] - changed["score_before"]).tolist() == pytest.approx(points.tolist(), abs=1e-9)
    assert changed["data"].abs().max() == pytest.approx(0, abs=1e-9)
