"""Which act of whom leads a filing from one state to the next: one table, and nothing else decides it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Collection


class State(StrEnum):
    """What became of a filing."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENTERED = "entered"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What somebody does with a filing that was begun."""

    SAVE = "save"  # its fields and its attachments
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"  # by the lead of a partner group that it names
    GIVE_BACK = "give_back"  # with a comment
    ENTER = "enter"


class Relation(StrEnum):
    """What somebody is to one filing; one person may be several."""

    FILER = "filer"  # acts for the organization that files; an evaluator who files on its behalf
    PARTNER = "partner"  # leads a group that the filing names as a partner
    EVALUATOR = "evaluator"
    OTHER = "other"


TRANSITIONS: dict[tuple[State, Act], dict[Relation, State]] = {
    (State.DRAFT, Act.SAVE): {Relation.FILER: State.DRAFT},
    (State.DRAFT, Act.SUBMIT): {Relation.FILER: State.SUBMITTED},
    (State.DRAFT, Act.WITHDRAW): {Relation.FILER: State.WITHDRAWN},
    (State.SUBMITTED, Act.WITHDRAW): {Relation.FILER: State.WITHDRAWN},
    (State.SUBMITTED, Act.CONFIRM): {Relation.PARTNER: State.SUBMITTED},
    (State.SUBMITTED, Act.GIVE_BACK): {Relation.EVALUATOR: State.RETURNED},
    (State.SUBMITTED, Act.ENTER): {Relation.EVALUATOR: State.ENTERED},
    (State.RETURNED, Act.SAVE): {Relation.FILER: State.RETURNED},
    (State.RETURNED, Act.SUBMIT): {Relation.FILER: State.SUBMITTED},
    (State.RETURNED, Act.WITHDRAW): {Relation.FILER: State.WITHDRAWN},
}

_REFUSED = {
    State.DRAFT: N_("the filing {number} is a draft of its organization"),
    State.SUBMITTED: N_("the filing {number} has been submitted"),
    State.RETURNED: N_("the filing {number} has been returned to its organization"),
    State.ENTERED: N_("the filing {number} has been entered"),
    State.WITHDRAWN: N_("the filing {number} has been withdrawn"),
}


def may(state: State, act: Act, relations: Collection[Relation]) -> bool:
    """Whether somebody who is all of `relations` to a filing may do `act` while it is in `state`."""
    return not TRANSITIONS.get((state, act), {}).keys().isdisjoint(relations)


def after(state: State, act: Act, relations: Collection[Relation], *, number: str) -> State:
    """The state to which `act` leads.

    Raises:
        UsageError: nobody may do that now, or they may not; the sentence says in which state the filing `number` is.

    """
    led = TRANSITIONS.get((state, act), {})
    found = [led[relation] for relation in relations if relation in led]
    if found:
        return found[0]
    if not led:
        raise UsageError(Message(_REFUSED[state], {"number": number}))
    raise UsageError(Message(N_("you may not do this with the filing {number}"), {"number": number}))
