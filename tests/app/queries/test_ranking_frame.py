"""The rows behind ranking tables and charts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import move_text, ranking_frame
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK


@pytest.fixture
def selection(demo_store, network_methodologies, app, monkeypatch) -> Selection:
    """What an evaluator looks at; the evaluation behind it may be replaced."""
    visit = Visit("rankings", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_coverage_is_in_percent(selection, monkeypatch):
    """A group of which everything is known has 100, one of which half is known 50."""
    whole = results.evaluation(selection)
    coverage = np.ones(len(whole.scores.units))
    coverage[whole.scores.units.index("WG03")] = 0.5
    monkeypatch.setattr(
        results, "evaluation", lambda *_: replace(whole, scores=replace(whole.scores, coverage=coverage))
    )
    shown = ranking_frame(selection).set_index("group_id")["coverage"]
    assert shown["WG03"] == 50
    assert set(shown.drop("WG03")) == {100}


def test_ranks_won_point_up():
    """From place 5 to place 2 is three up."""
    assert [move_text(change) for change in (3, -2, 0, None)] == ["▲ 3", "▼ 2", "→", "·"]
