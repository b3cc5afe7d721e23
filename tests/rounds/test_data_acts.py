"""A whole round in a store: what the acts that need data leave behind, and what upholding an objection does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from copies import copy_store

from brep_metrics import rounds
from brep_metrics.access import Role, publication_of
from brep_metrics.errors import UsageError
from brep_metrics.methodology import DEFAULT_METHODOLOGY, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Actor, Capacity, Stage, corrections_of
from brep_metrics.snapshot import RoundStage, compare, recorded, verify
from brep_metrics.store import open_store

from .stored_rounds import PANEL, PERIOD, A, B, at, late_report, objected, opened, to_notice, voted


@pytest.fixture(scope="module")
def methodology():
    """The default methodology with few draws."""
    text = DEFAULT_METHODOLOGY.read_text("utf-8").replace("draws = 10000", "draws = 100")
    return parse_methodology(text, file="few-draws.toml")


@pytest.fixture
def store(store_of_eight_groups):
    """The demonstration with eight groups."""
    return store_of_eight_groups


@pytest.fixture(scope="module")
def _noticed(_eight_groups, tmp_path_factory, methodology):
    made = open_store(copy_store(_eight_groups.address, tmp_path_factory.mktemp("noticed") / "store"))
    to_notice(made, methodology)
    return made


@pytest.fixture
def noticed(_noticed, tmp_path):
    """The same with a round on notice."""
    return open_store(copy_store(_noticed.address, tmp_path / "noticed"))


@pytest.mark.slow
def test_an_upheld_objection_changes_the_final_result_and_the_snapshots_say_by_which_rows(noticed, methodology):
    """Its effect, shown before it is decided, is what the final evaluation has."""
    report, group, due = late_report(noticed)
    round_ = objected(noticed, group, report)
    corrections = corrections_of(noticed, round_, [f"report {report} submitted_on={due}"], [])
    shown = rounds.effect(noticed, round_, corrections)
    decision = {"claim": "O1", "outcome": "upheld", "reason": "the receipt says so"}
    content = decision | {"corrections": [one.content() for one in corrections]}
    rounds.perform(noticed, round_.id, Act.DECIDE_OBJECTION, B, content, moment=at("2026-08-20"))
    voted(noticed, round_.id, "2026-08-21")
    final = rounds.finalise(noticed, round_.id, A, moment=at("2026-08-22"))

    (own,) = [one for one in rounds.final_moves(noticed, final) if one.move.group_id == group]
    assert [claim.id for claim in own.claims] == ["O1"]
    assert own.move.after.score > own.move.before.score
    assert [one.move for one in rounds.final_moves(noticed, final)] == list(shown)
    assert noticed.generation(final.final).parent == final.fixed
    assert noticed.current().id == final.fixed
    found = publication_of(noticed, PERIOD, methodology.id)
    assert (found.generation, found.as_of) == (final.final, date(2026, 3, 31))
    with (
        rounds.snapshot_file(noticed, final, Stage.NOTICE) as before,
        rounds.snapshot_file(noticed, final, Stage.FINAL) as after,
    ):
        verified = verify(after)
        assert (verified.generation, verified.round_stage) == (final.final, RoundStage("2025-1", "final"))
        assert list(compare(before, after).rows["record_id"]) == [report]
    assert [(one["file"], one["round"], one["stage"]) for one in recorded(noticed)] == [
        ("round-2025-1-verification.zip", "2025-1", "verification"),
        ("round-2025-1-notice.zip", "2025-1", "notice"),
        ("round-2025-1-final.zip", "2025-1", "final"),
    ]
    assert noticed.verify() == ()


def test_what_is_loaded_later_does_not_reach_the_result_and_the_corrections_reach_the_data(noticed):
    report, group, due = late_report(noticed)
    round_ = objected(noticed, group, report)
    before = rounds.as_decided(noticed, round_).scores.score.tolist()
    noticed.build(
        lambda draft: draft.execute("delete from outcome"), who="somebody", why="another load", day=date(2026, 8, 13)
    )
    assert rounds.as_decided(noticed, round_).scores.score.tolist() == before
    corrections = corrections_of(noticed, round_, [f"report {report} submitted_on={due}"], [])
    decision = {"claim": "O1", "outcome": "upheld", "reason": "the receipt says so"}
    content = decision | {"corrections": [one.content() for one in corrections]}
    rounds.perform(noticed, round_.id, Act.DECIDE_OBJECTION, B, content, moment=at("2026-08-20"))
    voted(noticed, round_.id, "2026-08-21")
    rounds.finalise(noticed, round_.id, A, moment=at("2026-08-22"))
    applied, conflicts = rounds.apply_corrections(noticed, round_.id, A, moment=at("2026-08-23"))
    assert conflicts == ()
    assert applied.applied == noticed.current().id
    with noticed.read() as reading:
        assert reading.fetch("select submitted_on from report where report_id = $id", {"id": report}) == [(due,)]
        assert reading.fetch("select count(*) from outcome") == [(0,)]


def test_a_correction_of_what_changed_meanwhile_is_shown_and_left_out(noticed):
    report, group, due = late_report(noticed)
    round_ = objected(noticed, group, report)
    corrections = corrections_of(noticed, round_, [f"report {report} submitted_on={due}"], [])
    decision = {"claim": "O1", "outcome": "upheld", "reason": "the receipt says so"}
    content = decision | {"corrections": [one.content() for one in corrections]}
    rounds.perform(noticed, round_.id, Act.DECIDE_OBJECTION, B, content, moment=at("2026-08-20"))
    other = due + timedelta(days=1)
    noticed.build(
        lambda draft: draft.execute(
            "update report set submitted_on = $day where report_id = $id", {"day": other, "id": report}
        ),
        who="somebody",
        why="another load",
        day=date(2026, 8, 20),
    )
    voted(noticed, round_.id, "2026-08-21")
    rounds.finalise(noticed, round_.id, A, moment=at("2026-08-22"))
    _, (conflict,) = rounds.apply_corrections(noticed, round_.id, A, moment=at("2026-08-23"))
    assert (str(conflict.record), conflict.column, conflict.found) == (
        f"report {report}",
        "submitted_on",
        other.isoformat(),
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("report {report} submitted_on=2026-05-01", "would be after 2026-03-31"),
        ("report {report} colour=red", "no column “colour”"),
        ("report {report} recorded_on=2025-01-01", "no column “recorded_on”"),
        ("report {report}", "names no cell"),
        ("nothing {report} submitted_on=2025-01-01", "names no record"),
    ],
)
def test_a_correction_stays_within_the_round(noticed, cell, said):
    report, group, _ = late_report(noticed)
    round_ = objected(noticed, group, report)
    with pytest.raises(UsageError, match=said):
        corrections_of(noticed, round_, [cell.format(report=report)], [])


def test_the_records_of_an_objection_are_the_groups_own(noticed):
    report, group, _ = late_report(noticed)
    round_ = rounds.round_of(noticed, "2025-1")
    other = next(one for one in round_.terms.groups if one != group)
    named = [rounds.record_of(f"report {report}")]
    rounds.require_records(noticed, round_, group, named)
    with pytest.raises(UsageError, match=f"group {other} has no record “report {report}”"):
        rounds.require_records(noticed, round_, other, named)


@pytest.mark.parametrize(
    ("actor", "capacity"),
    [
        (Actor("a@nea", Role.EVALUATOR), Capacity.PANELIST),
        (Actor("a@nea", Role.EVALUATOR, takes_part=frozenset({"WG01"})), Capacity.RECUSED),
        (Actor("d@nea", Role.EVALUATOR), Capacity.EVALUATOR),
        (Actor("l", Role.LEAD, leads=frozenset({"WG01"}), takes_part=frozenset({"WG01"})), Capacity.LEAD),
        (Actor("m", Role.MEMBER, takes_part=frozenset({"WG01"})), Capacity.MEMBER),
        (Actor("o", Role.LEAD, leads=frozenset({"WG02"})), Capacity.OUTSIDER),
    ],
)
def test_in_which_capacity_somebody_acts_on_a_group(store, methodology, actor, capacity):
    round_ = opened(store, methodology)
    assert rounds.capacity_of(actor, round_, Act.OBJECT, "WG01") is capacity


def test_of_two_who_decide_the_same_objection_at_once_one_is_told(noticed):
    """Whichever comes first: one decision is in the journal, and the other is refused with its day and who made it."""
    report, group, _ = late_report(noticed)
    objected(noticed, group, report)
    content = {"claim": "O1", "outcome": "rejected", "reason": "no receipt", "corrections": []}
    together = Barrier(2)

    def decide(actor):
        together.wait()
        try:
            return rounds.perform(noticed, "2025-1", Act.DECIDE_OBJECTION, actor, content, moment=at("2026-08-20"))
        except UsageError as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(decide, (A, B)))
    (said,) = [one for one in found if isinstance(one, str)]
    (made,) = [one for one in found if not isinstance(one, str)]
    assert said.startswith(f"“O1” was decided by {made.claims['O1'].decision.who} at 2026-08-20T04:00")
    decided = [one.who for one in rounds.actions_of(noticed, "2025-1") if one.act is Act.DECIDE_OBJECTION]
    assert decided == [made.claims["O1"].decision.who]


def test_one_open_round_a_period_and_methodology(store, methodology):
    round_ = opened(store, methodology)
    with pytest.raises(UsageError, match="round 2025-1 of 2025 is still open"):
        opened(store, methodology)
    rounds.perform(store, round_.id, Act.CANCEL, A, {"reason": "the wrong methodology"}, moment=at("2026-07-02"))
    assert opened(store, methodology, moment=at("2026-07-03")).id == "2025-2"


def test_a_result_is_not_published_beside_a_round_that_is_open_for_it(store, methodology):
    round_ = opened(store, methodology)
    with pytest.raises(UsageError, match="round 2025-1 of 2025 is open: its result is published by the round"):
        rounds.require_no_open_round(store, PERIOD, methodology.id)
    rounds.require_no_open_round(store, Period.parse("2024"), methodology.id)
    rounds.perform(store, round_.id, Act.CANCEL, A, {"reason": "x"}, moment=at("2026-07-02"))
    rounds.require_no_open_round(store, PERIOD, methodology.id)


def test_data_that_close_early_need_a_reason(store, methodology):
    with pytest.raises(UsageError, match="the data of 2025 count until 2026-03-31: say why they close earlier"):
        opened(store, methodology, as_of=date(2026, 3, 1))
    assert opened(store, methodology, as_of=date(2026, 3, 1), as_of_reason="the conference").terms.as_of.day == 1


def test_only_evaluators_open_a_round(store, methodology):
    with pytest.raises(UsageError, match="only evaluators open a round"):
        rounds.open_round(
            store, Actor("l", Role.LEAD), period=PERIOD, methodology=methodology, panel=PANEL, moment=at("2026-07-01")
        )


def test_what_was_prepared_from_a_round_that_changed_meanwhile_is_refused(store, methodology):
    round_ = opened(store, methodology)
    rounds.perform(
        store,
        round_.id,
        Act.RECUSE,
        A,
        {"person": "b@nea", "groups": [], "reason": "x"},
        moment=at("2026-07-02"),
    )
    with pytest.raises(UsageError, match="has changed meanwhile"):
        rounds.perform(store, round_.id, Act.CANCEL, A, {"reason": "x"}, moment=at("2026-07-03"), seen=round_)


def test_pruning_keeps_what_a_round_names(store, methodology):
    """The fixed generation stays, though newer ones replaced it."""
    round_ = opened(store, methodology)
    fixed = rounds.fix_data(store, round_.id, A, moment=at("2026-08-05")).fixed
    store.build(lambda draft: draft.execute("delete from outcome"), who="x", why="x", day=date(2026, 8, 6))
    from brep_metrics.store.register import named  # noqa: PLC0415

    with store.register.reading() as connection:
        assert named(connection, "generations") == {fixed}


def test_the_points_of_whoever_is_recused_in_an_open_round_do_not_count(store, methodology):
    """Neither those given before nor new ones; after the round they count again."""
    points = {one.code: 0 for one in rounds.dimensions_of(methodology)} | {"delivery": 100}
    for actor in (A, B):
        rounds.spread_points(store, actor, methodology, points)
    id_ = opened(store, methodology).id
    rounds.perform(store, id_, Act.RECUSE, A, {"person": B.who, "groups": ["WG01"], "reason": "a relative"})
    assert [one.who for one in rounds.spreads_of(store, methodology)] == ["a@nea"]
    with pytest.raises(UsageError, match="b@nea is recused in an open round"):
        rounds.spread_points(store, B, methodology, points)
    rounds.perform(store, id_, Act.CANCEL, A, {"reason": "a rehearsal"})
    assert [one.who for one in rounds.spreads_of(store, methodology)] == ["a@nea", "b@nea"]
