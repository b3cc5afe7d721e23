"""The demonstration goes into an empty store as any other data, and evaluates to a network worth looking at."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from brep_metrics.demo import load_demonstration, tables
from brep_metrics.errors import UsageError
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate
from brep_metrics.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation


@pytest.fixture(scope="module")
def annual(network_methodologies: tuple[Methodology, ...]) -> Methodology:
    return network_methodologies[0]


def evaluation(store: Store, methodology: Methodology, period: str) -> Evaluation:
    with store.read() as reading:
        return evaluate(reading, methodology, Period.parse(period))


def test_it_loads_without_a_fault_through_the_intake(demo_store: Store):
    """What the generator makes is what the store holds, dated on the demonstration's last day, not by the clock."""
    generation = demo_store.current()
    assert generation is not None
    assert dict(generation.rows) == {table: len(rows) for table, rows in tables().items()}
    assert generation.date == date(2026, 6, 30)


def test_the_year_2025_spreads_over_the_grades(demo_store: Store, annual: Methodology):
    """At least 16 groups, not all rated; 2 or 3 excellent, several good, most qualified, a few unqualified."""
    scores = evaluation(demo_store, annual, "2025").scores
    rated = ~np.isnan(scores.score)
    grades = Counter(grade for grade in scores.grade if grade)
    assert len(scores.units) == 23
    assert {str(status) for status in scores.status} == {"rated", "dissolved", "low_coverage"}
    assert rated.sum() >= 16
    assert 2 <= grades["excellent"] <= 3
    assert 4 <= grades["good"] <= 8
    assert grades["qualified"] == max(grades.values())
    assert 2 <= grades["unqualified"] <= 4
    assert scores.score[rated].min() < 45
    assert scores.score[rated].max() > 90


def test_groups_rise_and_fall(demo_store: Store, annual: Methodology):
    """Over three years some groups gain 15 points and others lose as many."""
    first, last = (evaluation(demo_store, annual, year).scores for year in ("2023", "2025"))
    earlier = dict(zip(first.units, first.score, strict=True))
    change = {unit: score - earlier.get(unit, np.nan) for unit, score in zip(last.units, last.score, strict=True)}
    assert change["WG01"] > 15
    assert change["WG11"] > 15
    assert change["WG06"] < -15


def test_the_group_that_never_files_fails_by_its_gate(demo_store: Store, annual: Methodology):
    """However good its work, no execution review caps the grade at unqualified."""
    scores = evaluation(demo_store, annual, "2025").scores
    place = scores.units.index("WG21")
    assert scores.score[place] >= 60
    assert scores.grade[place] == "unqualified"
    assert "review_filed" in scores.capped_by[place]


def test_the_newest_group_is_not_rated_yet(demo_store: Store, annual: Methodology):
    """A group founded in the last quarter appears in it, without a rank."""
    scores = evaluation(demo_store, annual, "2026Q2").scores
    place = scores.units.index("WG24")
    assert str(scores.status[place]) == "new"
    assert scores.rank[place] == 0


def test_as_of_an_earlier_day_less_is_known(demo_store: Store):
    """At the end of 2023 nothing recorded later is seen."""
    with demo_store.read(as_of=date(2023, 12, 31)) as reading:
        known = reading.fetch("select count(*), max(recorded_on) from activity")[0]
    assert 0 < known[0] < len(tables()["activity"])
    assert known[1] <= date(2023, 12, 31)


def test_the_five_year_cycle_has_progress_to_show(demo_store: Store, network_methodologies: tuple[Methodology, ...]):
    """The notice's five years evaluate: groups of the first hour are rated, those founded within them are not."""
    scores = evaluation(demo_store, network_methodologies[1], "2021-07..2026-06").scores
    assert len(scores.units) == 24
    assert (~np.isnan(scores.values)).any(axis=0).all()
    assert 8 <= (scores.rank > 0).sum() < 24


def test_eight_groups_evaluate_like_the_real_network(tmp_path: Path, annual: Methodology):
    """The methodology makes sense for eight groups: all rated, three grades at least."""
    store = open_store(tmp_path / "eight")
    assert load_demonstration(store, "eight") is not None
    scores = evaluation(store, annual, "2025").scores
    assert (scores.rank > 0).sum() == 8
    assert len({grade for grade in scores.grade if grade}) >= 3


def test_a_second_time_nothing_happens(tmp_path: Path):
    """Where the demonstration is already there, no generation is added."""
    store = open_store(tmp_path / "store")
    assert load_demonstration(store, "eight") is not None
    assert load_demonstration(store, "eight") is None
    assert len(store.generations()) == 1


def test_a_store_with_other_data_is_left_alone(store_of: Callable[..., Store]):
    """Other data, were it one sector only, are never mixed with the demonstration."""
    store = store_of({"sector": [{"sector_id": "hydro", "name_en": "Hydropower", "tier": "conventional"}]})
    with pytest.raises(UsageError, match="other data"):
        load_demonstration(store)
    assert len(store.generations()) == 1
