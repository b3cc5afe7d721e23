"""A filing as everybody sees it: what it asks for, its state, and what was said; and who may see which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.filing.actors import APPLICANT
from brep_metrics.filing.filed_columns import GROUP, ORGANIZATION, ORGANIZATION_TABLE, Kind
from brep_metrics.filing.states import Relation, State
from brep_metrics.i18n import N_, Message
from brep_metrics.store.filings import Attachment, Field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from brep_metrics.filing.actors import Actor
    from brep_metrics.store import Store
    from brep_metrics.store.filings import StoredDraft, StoredFiling

_LETTER = "F"
# No database numbers further.
_MAX_DIGITS = 9


@dataclass(frozen=True)
class Filing:
    """One filing. `values` are the fields that are filled in, as text, and `old` the record when it was begun.

    `fields` tells for a draft or a returned filing who saved each field last, and its version. `submitted_on` is the
    day that counts, `received_on` the day of the revision at hand. `waiting` are partner groups whose leads have not
    confirmed it. `role` is that of the filer in the group. `sha256` is that of the receipt.
    """

    id: int
    organization_id: str | None
    group_id: str | None
    table: str
    key: str | None
    kind: Kind
    state: State
    revision: int
    values: Mapping[str, str]
    old: Mapping[str, str]
    fields: Mapping[str, Field]
    attachments: tuple[Attachment, ...]
    who: str
    role: str
    base: str
    submitted_on: date | None = None
    received_on: date | None = None
    returned_on: date | None = None
    comment: str | None = None
    note: str | None = None
    partners: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    generation: str | None = None
    sha256: str | None = None

    @property
    def number(self) -> str:
        """`F000012`, under which people speak of it."""
        return number_of(self.id)

    @property
    def on_behalf(self) -> bool:
        """Whether an evaluator hands in what came from the organization by another way."""
        return self.role == Role.EVALUATOR.value and self.organization_id is not None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The partner groups that have not confirmed."""
        return tuple(group for group in self.partners if group not in self.confirmed)

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Old and new text of each field that the filing changes; a new record changes each that is filled in."""
        return {name: (old, new) for name, new in self.values.items() if (old := self.old.get(name, "")) != new}


def number_of(id_: int) -> str:
    """`F000012` for 12."""
    return f"{_LETTER}{id_:06d}"


def id_of(number: str) -> int:
    """12 for `F000012`, or for `12`.

    Raises:
        UsageError: it is no number of a filing.

    """
    digits = number.removeprefix(_LETTER)
    if not (digits.isascii() and digits.isdecimal()):
        text = N_("“{text}” is not the number of a filing; one looks like F000012")
        raise UsageError(Message(text, {"text": number}))
    if len(digits) > _MAX_DIGITS:
        raise UsageError(Message(N_("there is no filing {number}"), {"number": number[:20]}))
    return int(digits)


def relations(filing: Filing, actor: Actor) -> frozenset[Relation]:
    """What somebody is to a filing today."""
    is_recused = not actor.recused.isdisjoint(_groups(filing))
    found = {Relation.EVALUATOR} if actor.is_evaluator and not is_recused else set()
    if _is_filer(filing, actor) and not is_recused:
        found.add(Relation.FILER)
    if not actor.is_evaluator and any(actor.scope.may_see(group) for group in filing.partners):
        found.add(Relation.PARTNER)
    return frozenset(found or {Relation.OTHER})


def _groups(filing: Filing) -> set[str | None]:
    """The groups that a filing is about: its own, and the one that an evaluator named or its record has."""
    return {filing.group_id, filing.old.get(GROUP), filing.values.get(GROUP), *filing.partners}


def _is_filer(filing: Filing, actor: Actor) -> bool:
    if actor.is_evaluator or filing.role == Role.EVALUATOR.value:
        return actor.is_evaluator and filing.role == Role.EVALUATOR.value
    if actor.is_applicant or filing.role == APPLICANT:
        return actor.is_applicant and filing.role == APPLICANT and filing.who == actor.who
    own = filing.organization_id is not None and filing.organization_id == actor.organization_id
    return own and actor.role_in(filing.group_id) is not None


def may_read(filing: Filing, actor: Actor) -> bool:
    """Whether a filing is open to somebody: a draft to its filer, anything else to its group's lead and evaluators too.

    The lead of a partner group that has to confirm it sees it as well, and an organization what is filed about its own
    needs and plans. An evaluator with an organization of their own does not read what its rivals file.
    """
    if actor.is_evaluator and not actor.scope.closed_groups.isdisjoint(_groups(filing)):
        return False
    of = relations(filing, actor)
    if Relation.FILER in of:
        return True
    if filing.state is State.DRAFT:
        return False
    about_own = actor.organization_id is not None and actor.organization_id in _organizations(filing)
    in_own_group = filing.group_id is not None and actor.scope.may_see(filing.group_id)
    return actor.is_evaluator or in_own_group or about_own or Relation.PARTNER in of


def _organizations(filing: Filing) -> set[str | None]:
    """The organizations whose record it is about, and the one that was an applicant when it filed it."""
    return {filing.old.get(ORGANIZATION), filing.organization_id if filing.role == APPLICANT else None}


def find(store: Store, actor: Actor, id_: int) -> Filing:
    """One filing.

    Raises:
        UsageError: there is none of that number, or it is not open to `actor`: the sentence is the same.

    """
    found = store.filings.draft(id_)
    made = None if found is None else combined(*found, store.filings.filing(id_))
    if made is None or not may_read(made, actor):
        raise UsageError(Message(N_("there is no filing {number}"), {"number": number_of(id_)}))
    return made


def listing(
    store: Store, actor: Actor, states: Collection[State] | None = None, *, group_id: str | None = None
) -> tuple[Filing, ...]:
    """The filings that are open to somebody, the latest first; those in some states or of one group, if given."""
    wanted = set(State if states is None else states)
    ids = dict.fromkeys((*_drafts(store, actor), *(one.id for one in _submitted(store, actor, wanted))))
    found = (filing for filing in filings(store, ids) if filing.state in wanted and may_read(filing, actor))
    return tuple(one for one in found if group_id in (None, one.group_id))


def inbox(store: Store, actor: Actor) -> tuple[Filing, ...]:
    """What waits for an evaluator, the oldest first; an applicant's organization is a part of its intention.

    Raises:
        UsageError: somebody else asks.

    """
    actor.require_evaluator()
    ids = [one.id for one in store.filings.filings(states=[State.SUBMITTED])]
    found = (one for one in filings(store, ids) if (one.role, one.table) != (APPLICANT, ORGANIZATION_TABLE))
    return tuple(sorted(found, key=lambda one: (one.received_on or date.max, one.id)))


def history_of_record(store: Store, actor: Actor, table: str, key: str) -> tuple[Filing, ...]:
    """The filings about one record, oldest first, as far as they are open to somebody."""
    ids = sorted(one.id for one in store.filings.filings(record=(table, key)))
    return tuple(one for one in filings(store, ids) if may_read(one, actor))


def filings(store: Store, ids: Iterable[int]) -> list[Filing]:
    """Filings by number, in that order, no matter who asks."""
    wanted = list(ids)
    submitted = {one.id: one for one in store.filings.filings(ids=wanted)}
    drafts = store.filings.drafts(wanted)
    return [combined(*drafts[id_], submitted.get(id_)) for id_ in wanted if id_ in drafts]


def combined(
    draft: StoredDraft, fields: Mapping[str, Field], attachments: tuple[Attachment, ...], stored: StoredFiling | None
) -> Filing:
    """A filing from its draft and from what was submitted last."""
    state = State(stored.state) if stored else (State.DRAFT if draft.is_open else State.WITHDRAWN)
    made = Filing(
        id=draft.id,
        organization_id=draft.organization_id,
        group_id=draft.group_id,
        table=draft.table,
        key=draft.key,
        kind=Kind(draft.kind),
        state=state,
        revision=1,
        values={name: field.value for name, field in fields.items()},
        old=draft.old,
        fields=fields,
        attachments=attachments,
        who=draft.who,
        role=draft.role,
        base=draft.base,
    )
    return made if stored is None else _submitted_filing(made, stored)


def _submitted_filing(made: Filing, stored: StoredFiling) -> Filing:
    content, frozen = stored.content, made.state is not State.RETURNED
    changed = {"values": content["values"], "attachments": _attachments(content)} if frozen else {}
    return replace(
        made,
        key=content["key"],
        revision=content["revision"],
        old=content["old"],
        who=stored.who,
        submitted_on=date.fromisoformat(content["submitted_on"]),
        received_on=date.fromisoformat(content["received_on"]),
        returned_on=date.fromisoformat(stored.returned_on) if stored.returned_on else None,
        comment=stored.comment,
        note=content["note"],
        partners=tuple(content["partners"]),
        confirmed=stored.confirmed,
        generation=stored.generation,
        sha256=content["sha256"],
        **changed,
    )


def _attachments(content: Mapping[str, object]) -> tuple[Attachment, ...]:
    listed = content["attachments"]
    return tuple(Attachment(**one) for one in listed) if isinstance(listed, list) else ()


def _drafts(store: Store, actor: Actor) -> list[int]:
    if actor.is_evaluator:
        return store.filings.open_drafts(None)
    if actor.is_applicant:
        return store.filings.drafts_by(actor.who)
    return store.filings.open_drafts([actor.organization_id])


def _submitted(store: Store, actor: Actor, states: Collection[State]) -> list[StoredFiling]:
    if actor.is_evaluator:
        return store.filings.filings(states=states)
    if actor.is_applicant:
        return []
    own = [actor.organization_id] if actor.organization_id else []
    found = store.filings.filings(states=states, groups=actor.scope.visible_groups, organizations=own)
    waiting = store.filings.filings(states=[State.SUBMITTED]) if State.SUBMITTED in states else []
    return found + [one for one in waiting if actor.scope.visible_groups.intersection(one.content["partners"])]
