"""The effect of a load on the ranking, before it happens and as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from copies import copy_store

from brep_metrics.demo import load_demonstration
from brep_metrics.load_effect import effect_of_generation, load_and_compare, preview
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store

REPORT = (
    "report_id,group_id,kind,period_start,period_end,due_on,submitted_on,accepted_on,title,recorded_on\n"
    "x1,WG01,progress,2025-01-01,2025-03-31,2025-04-15,2025-04-10,,季度,2025-01-01\n"
    "x2,WG01,progress,2025-01-01,2025-03-31,2025-04-15,2025-04-10,,季度,2025-01-01\n"
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("effect") / "store")
    load_demonstration(store)
    return store


def test_what_a_load_moves_is_known_before(demonstration: Store, tmp_path: Path):
    """Score, grade and rank of every group that moves, old and new; the others are not named."""
    (tmp_path / "report.csv").write_text(REPORT)
    day = demonstration.current().date
    effect = preview(demonstration, [tmp_path / "report.csv"], today=day).effect
    assert effect.period == Period.parse("2025")
    assert [(move.group_id, move.before, move.after) for move in effect.moves] == [
        ("WG04", ("rated", 94.7, "excellent", 2), ("rated", 94.7, "excellent", 1)),
        ("WG01", ("rated", 95.91, "excellent", 1), ("rated", 93.05, "excellent", 2)),
    ]
    assert effect.groups == 23
    assert len(demonstration.generations()) == 1


def test_what_a_load_moved_is_what_the_ranking_shows_then(demonstration: Store, tmp_path: Path):
    """The effect is computed on the draft, the ranking on the generation: they agree, also for the history."""
    copy_store(demonstration.address, tmp_path / "copy")
    store = open_store(tmp_path / "copy")
    (tmp_path / "report.csv").write_text(REPORT)
    made, found = load_and_compare(store, [tmp_path / "report.csv"], who="test", why="", today=store.current().date)
    with store.read(made.id) as reading:
        table = evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025")).table()
    shown = table.set_index("group_id").loc[[move.group_id for move in found.effect.moves]]
    assert [(move.after.score, move.after.rank) for move in found.effect.moves] == list(
        zip(shown["score"], shown["rank"], strict=True)
    )
    first, last = store.generations()
    assert effect_of_generation(store, last, first) == found.effect
    assert {move.before for move in effect_of_generation(store, first, None).moves} == {None}


def test_the_same_data_move_nothing(demonstration: Store, tmp_path: Path):
    """Loading what the store holds already is no change of any result."""
    row = "need_id,group_id,organization_id,title,raised_on,answered_on,recorded_on\n"
    (tmp_path / "need.csv").write_text(row + "x1,WG01,ORG001,演示,2020-01-01,2020-01-02,2020-01-02\n")
    effect = preview(demonstration, [tmp_path / "need.csv"], today=demonstration.current().date).effect
    assert effect.moves == ()
    assert effect.unknown is None


def test_where_nothing_can_be_evaluated_the_reason_is_told(tmp_path: Path):
    """A first load without groups has no ranking, which is no error."""
    (tmp_path / "sector.csv").write_text("sector_id,name_zh,name_en,tier,recorded_on\npower,电力,,conventional,\n")
    found = preview(open_store(tmp_path / "store"), [tmp_path / "sector.csv"])
    assert found.effect.moves == ()
    assert found.effect.unknown.text("en").startswith("no working group existed in ")


def test_files_with_faults_have_no_effect(demonstration: Store, tmp_path: Path):
    """Nothing of them would be loaded."""
    (tmp_path / "report.csv").write_text(REPORT.replace("2025-04-15", "soon"))
    assert preview(demonstration, [tmp_path / "report.csv"]).effect is None
