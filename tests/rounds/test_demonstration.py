"""The demonstration's rounds: one of 2024 that is final, one of 2025 that is on notice."""

from __future__ import annotations

from datetime import date

from brep_metrics.access import Role, publication_of
from brep_metrics.access.audit import local_user
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Actor, Capacity, Stage, actions_of, capacity_of, final_moves, rounds


def test_the_rounds_of_the_demonstration(store_with_rounds):
    """Of two objections one was upheld, and two groups changed places; the journal and its files are whole."""
    finished, noticed = rounds(store_with_rounds)
    assert (finished.stage, noticed.stage) == (Stage.FINAL, Stage.NOTICE)
    assert [claim.decision.outcome for claim in finished.objections] == ["upheld", "rejected"]
    moves = final_moves(store_with_rounds, finished)
    ranks = {one.move.group_id: (one.move.before.rank, one.move.after.rank) for one in moves}
    assert ranks == {"WG16": (7, 6), "WG07": (6, 7)}
    assert sorted(finished.rechecks) == ["WG08", "WG12", "WG14", "WG21", "WG22"]
    found = publication_of(store_with_rounds, Period.parse("2024"), "brep-annual")
    assert (found.generation, found.as_of) == (finished.final, date(2025, 3, 31))
    assert store_with_rounds.verify() == ()


def test_everybody_who_acts_in_the_demonstration_is_fictional(store_with_rounds):
    who = {one.who for round_ in rounds(store_with_rounds) for one in actions_of(store_with_rounds, round_.id)}
    assert {one for one in who if not one.endswith("@demo.example")} == set()


def test_whoever_tries_the_demonstration_can_carry_on_the_round_on_notice(store_with_rounds):
    """The user of the machine decides in it, and one vote is enough."""
    _, noticed = rounds(store_with_rounds)
    evaluator = Actor(local_user(), Role.EVALUATOR)
    assert capacity_of(evaluator, noticed, Act.VOTE, None) is Capacity.PANELIST
    assert noticed.votes_needed == 1
