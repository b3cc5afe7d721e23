"""Acts that no page offers, as somebody would forge them: refused with a sentence, and nothing has changed.

They call what pages, routes and commands call, with numbers, hashes and groups that are not theirs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from brep_metrics import filing, rounds
from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.filing import Kind
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.rounds import Act

if TYPE_CHECKING:
    from collections.abc import Callable


from .conftest import PDF, World


def saved(one: str, **edits: str) -> Callable[[World, filing.Actor], object]:
    return lambda world, actor: filing.save(
        world.store, actor, getattr(world, one), {name: (text, 1) for name, text in edits.items()}
    )


def act(what: str, one: str, *more: object) -> Callable[[World, filing.Actor], object]:
    return lambda world, actor: getattr(filing, what)(world.store, actor, getattr(world, one).id, *more)


def begin(table: str, group: str | None, **more: Any) -> Callable[[World, filing.Actor], object]:
    return lambda world, actor: filing.start(world.store, actor, table, group, **more)


def attached(what: str, one: str) -> Callable[[World, filing.Actor], object]:
    given = {"attach": ("b.pdf", PDF)}
    return lambda world, actor: getattr(filing, what)(
        world.store, actor, getattr(world, one), *given.get(what, (world.file,))
    )


def fetched(one: str) -> Callable[[World, filing.Actor], object]:
    return lambda world, actor: filing.content(world.store, actor, getattr(world, one).id, world.file)


def entering(one: str) -> Callable[[World, filing.Actor], object]:
    return lambda world, actor: filing.enter(world.store, actor, [getattr(world, one).id])


def asked(what: str, *more: object) -> Callable[[World, filing.Actor], object]:
    return lambda world, actor: getattr(filing, what)(world.store, actor, *more)


FORGED: dict[str, tuple[str, Callable[[World, filing.Actor], object]]] = {
    # The number of another group's filing.
    "read another's draft": ("rival", act("find", "draft")),
    "read another's submission": ("rival", act("find", "submitted")),
    "read a lead's draft as a member": ("member", act("find", "draft")),
    "read an entered filing from outside": ("outsider", act("find", "entered")),
    "read a lead's draft as evaluator": ("evaluator", act("find", "draft")),
    "write into another's draft": ("rival", saved("draft", title="Mine")),
    "write into a draft as a member of its group": ("member", saved("draft", title="Mine")),
    "write into a draft as evaluator": ("evaluator", saved("draft", title="Mine")),
    "write into a member's draft as its lead": ("lead", saved("of_member", title="Mine")),
    "write into what was submitted": ("lead", saved("submitted", title="Later")),
    "write into what was entered": ("lead", saved("entered", title="Later")),
    "submit another's draft": ("rival", act("submit", "draft")),
    "submit a lead's draft as a member": ("member", act("submit", "draft")),
    "take back another's submission": ("rival", act("withdraw", "submitted")),
    "take back as a member": ("member", act("withdraw", "submitted")),
    # Acts of another role.
    "enter one's own": ("lead", entering("submitted")),
    "enter as a downgraded evaluator": ("downgraded", entering("submitted")),
    "return one's own": ("lead", act("give_back", "submitted", "a comment")),
    "return as a downgraded evaluator": ("downgraded", act("give_back", "submitted", "a comment")),
    "confirm what names no group of one's own": ("rival", act("confirm", "submitted")),
    "oblige groups to report": (
        "lead",
        lambda world, actor: filing.create_series(
            world.store, actor, "progress", Period.parse("2027"), every=3, due_days=15
        ),
    ),
    "grant oneself more time": ("lead", asked("extend", "r-G", date(2030, 1, 1), "a reason")),
    "answer for NEA": ("lead", asked("resolve", "i-G", "solved")),
    "answer a need as a member": ("member", asked("answer", "n-M", "here")),
    "answer another group's need": ("rival", asked("answer", "n-M", "here")),
    "answer what was answered": ("lead", asked("answer", "n-A", "here")),
    "bring to NEA what is there": ("lead", asked("escalate", "issue", "i-G", "please")),
    "bring an issue to NEA as a member": ("member", asked("escalate", "issue", "i-H", "please")),
    "bring another group's need to NEA": ("rival", asked("escalate", "need", "n-M", "please")),
    "read what waits": ("lead", asked("inbox")),
    "decide on an intention": (
        "lead",
        lambda world, actor: filing.decide(world.store, actor, world.submitted.id, accepted=True, group_id="G"),
    ),
    # Replayed.
    "submit again": ("lead", act("submit", "submitted")),
    "enter again": ("evaluator", entering("entered")),
    "enter what is a draft": ("evaluator", entering("draft")),
    "return what was entered": ("evaluator", act("give_back", "entered", "a comment")),
    "take back what was entered": ("lead", act("withdraw", "entered")),
    # Groups, tables, records and columns that are not theirs.
    "file in another's group": ("rival", begin("activity", "G")),
    "file in a group that does not exist": ("lead", begin("activity", "Z")),
    "file without a group what needs one": ("lead", begin("activity", None)),
    "file what a lead files, as a member": ("member", begin("activity", "G")),
    "make a group": ("lead", begin("working_group", "G")),
    "make a review": ("lead", begin("review", "G")),
    "make oneself a lead": ("member", begin("membership", "G")),
    "change another group's record": ("lead", begin("activity", "G", kind=Kind.CHANGE, key="a-H")),
    "remove another group's record": ("lead", begin("activity", "G", kind=Kind.REMOVAL, key="a-H")),
    "remove a record that is not there": ("lead", begin("activity", "G", kind=Kind.REMOVAL, key="a-Z")),
    "write the group": ("lead", saved("draft", group_id="H")),
    "write the day of receipt": ("lead", saved("draft", recorded_on="2020-01-01")),
    "write a column that is none": ("lead", saved("draft", no_such="x")),
    "file without an organization": ("applicant", begin("activity", "G")),
    "apply from inside": ("outsider", begin("activity", None)),
    # Attachments, by their hash.
    "attach to another's draft": ("rival", attached("attach", "draft")),
    "attach as evaluator": ("evaluator", attached("attach", "draft")),
    "attach to what was submitted": ("lead", attached("attach", "submitted")),
    "take another's attachment off": ("rival", attached("detach", "draft")),
    "fetch another's attachment": ("rival", fetched("draft")),
    "fetch a hash through one's own filing": ("lead", fetched("submitted")),
    "fetch a hash as a member": ("member", fetched("draft")),
    "fetch a hash from outside": ("outsider", fetched("entered")),
    "fetch a hash as an applicant": ("applicant", fetched("draft")),
    "erase a file": ("lead", lambda world, actor: filing.erase(world.store, actor, world.file, "a reason")),
    "erase as a downgraded evaluator": (
        "downgraded",
        lambda world, actor: filing.erase(world.store, actor, world.file, "a reason"),
    ),
    "take another group's workbook": ("rival", asked("workbook", "G")),
    "take a workbook as an applicant": ("applicant", asked("workbook", "G")),
    # An evaluator whose own organization is in the group.
    "enter a filing of one's own group": ("expert", entering("submitted")),
    "return a filing of one's own group": ("expert", act("give_back", "submitted", "a comment")),
    "file for one's own group as evaluator": ("expert", begin("activity", "G")),
    "change a record of one's own group as evaluator": (
        "expert",
        begin("activity", None, kind=Kind.CHANGE, key="a-G"),
    ),
    "answer for NEA to one's own group": ("expert", asked("resolve", "i-G", "solved")),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_act_on_filings_is_refused_and_changes_nothing(world, name):
    """No matter who asks, with which number, hash, group or column."""
    who, forged = FORGED[name]
    before = world.state()
    with pytest.raises(UsageError) as refused:
        forged(world, getattr(world, who))
    assert str(refused.value)
    assert world.state() == before


@pytest.mark.parametrize("who", ["rival", "outsider", "applicant", "downgraded"])
def test_what_is_listed_and_due_names_nothing_of_others(world, who):
    """Lists, the history of a record, a thread and the calendar."""
    actor = getattr(world, who)
    assert filing.listing(world.store, actor) == ()
    assert filing.history_of_record(world.store, actor, "activity", world.entered.key) == ()
    assert filing.thread(world.store, actor, "need", "n-M") == ()
    tasks = filing.due(world.store, actor)
    assert all(one.group_id != "G" for one in tasks)
    assert b"Grid data" not in filing.calendar(tasks, "en")


def test_an_expert_does_for_other_groups_what_an_evaluator_does(world):
    """In another sector than their own group's."""
    made = filing.start(world.store, world.expert, "activity", "H")
    with pytest.raises(UsageError):
        filing.save(
            world.store, world.expert, filing.start(world.store, world.expert, "review"), {"group_id": ("G", 0)}
        )
    assert filing.withdraw(world.store, world.expert, made.id).state is filing.State.WITHDRAWN


LEAD = rounds.Actor("lead@example.org", Role.LEAD, frozenset("G"), frozenset("G"))
RIVAL = rounds.Actor("rival@example.org", Role.LEAD, frozenset("H"), frozenset("H"))
MEMBER = rounds.Actor("member@example.org", Role.MEMBER, frozenset(), frozenset("G"))
OUTSIDER = rounds.Actor("outsider@example.org", Role.MEMBER)
EVALUATOR = rounds.Actor("evaluator@example.org", Role.EVALUATOR)
EXPERT = rounds.Actor("expert@example.org", Role.EVALUATOR, frozenset("G"), frozenset("G"))
ELSEWHERE = rounds.Actor("other@example.org", Role.EVALUATOR)
DOWNGRADED = replace(MEMBER, who="evaluator@example.org")
ASSESSED = {"group": "G", "text": "", "differences": [], "attachments": {}}
OBJECTED = {
    "group": "G",
    "target": "procedure",
    "ground": "procedure",
    "reason": "a reason",
    "records": [],
    "missing": None,
    "attachments": {},
}
DECIDED = {"claim": "O1", "outcome": "rejected", "reason": "a reason", "corrections": []}
FORGED_IN_ROUNDS: dict[str, tuple[rounds.Actor, Act, dict[str, Any]]] = {
    "assess another group": (RIVAL, Act.ASSESS, ASSESSED),
    "assess as a member": (MEMBER, Act.ASSESS, ASSESSED),
    "assess from outside": (OUTSIDER, Act.ASSESS, ASSESSED),
    "assess one's own group as evaluator": (EXPERT, Act.ASSESS, ASSESSED),
    "assess without a seat in the panel": (ELSEWHERE, Act.ASSESS, ASSESSED),
    "assess a group that does not exist": (LEAD, Act.ASSESS, {**ASSESSED, "group": "Z"}),
    "object before there is a result": (LEAD, Act.OBJECT, OBJECTED),
    "decide an objection that is none": (EVALUATOR, Act.DECIDE_OBJECTION, DECIDED),
    "decide as a lead": (LEAD, Act.DECIDE_OBJECTION, DECIDED),
    "vote as a lead": (LEAD, Act.VOTE, {"choice": "yes"}),
    "vote as a downgraded evaluator": (DOWNGRADED, Act.VOTE, {"choice": "yes"}),
    "vote before anything is decided": (EVALUATOR, Act.VOTE, {"choice": "yes"}),
    "fix the data as a lead": (LEAD, Act.FIX_DATA, {"pending": 0, "generations": ["g000001"], "snapshots": []}),
    "take a seat": (LEAD, Act.NAME_SUBSTITUTE, {"person": "lead@example.org", "reason": "a reason"}),
    "recuse an evaluator as a lead": (LEAD, Act.RECUSE, {"person": EVALUATOR.who, "groups": [], "reason": "a reason"}),
    "cancel as a lead": (LEAD, Act.CANCEL, {"reason": "a reason"}),
    "cancel while recused": (EXPERT, Act.CANCEL, {"reason": "a reason"}),
    "open it again": (EVALUATOR, Act.OPEN, {"terms": {}}),
}


@pytest.mark.parametrize("name", FORGED_IN_ROUNDS)
def test_a_forged_act_in_a_round_is_refused_and_changes_nothing(world, name):
    """Through the function that the page and the command call; another round's name does not help."""
    actor, what, content = FORGED_IN_ROUNDS[name]
    before = world.store.journal.anchor()
    for round_ in (world.round, "2025-2", "../2025-1"):
        with pytest.raises(UsageError) as refused:
            rounds.perform(world.store, round_, what, actor, content)
        assert str(refused.value)
    assert world.store.journal.anchor() == before


@pytest.mark.parametrize("actor", [LEAD, MEMBER, OUTSIDER, DOWNGRADED])
def test_nobody_but_an_evaluator_opens_a_round(world, actor):
    """Nor a second one beside it."""
    for one in (actor, EVALUATOR):
        with pytest.raises(UsageError):
            rounds.open_round(
                world.store,
                one,
                period=Period.parse("2025" if one is EVALUATOR else "2024"),
                methodology=load_methodology(DEFAULT_METHODOLOGY),
                panel=[one.who],
            )
