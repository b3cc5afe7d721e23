"""Filings as the pages show them: who acts, what each filing is about in words, and what its reader may do with it.

Rights are those of `brep_metrics.filing`; this module asks it and words the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from brep_metrics import filing
from brep_metrics.app.cache import cached
from brep_metrics.app.queries import results
from brep_metrics.app.queries.draft_fields import readable, record_names
from brep_metrics.app.wording.formats import day
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.filing import Act, Kind, State
from brep_metrics.i18n import N_, Title, own_part
from brep_metrics.schema import load_schema
from brep_metrics.store import WHOLE_NETWORK, AccessScope, network_day
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from brep_metrics.access import Viewer
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.filing import Actor, Filing, RawChange
    from brep_metrics.load_effect import Effect
    from brep_metrics.store import Store

STATE_NAMES = {
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("Handed in"),
    State.RETURNED: N_("Returned"),
    State.ENTERED: N_("Entered"),
    State.WITHDRAWN: N_("Withdrawn"),
}
# Icon and colour of a state's badge.
STATE_LOOKS = {
    State.DRAFT: (":material/edit_note:", "gray"),
    State.SUBMITTED: (":material/hourglass_top:", "blue"),
    State.RETURNED: (":material/undo:", "orange"),
    State.ENTERED: (":material/check_circle:", "green"),
    State.WITHDRAWN: (":material/block:", "gray"),
}
KIND_NAMES = {
    Kind.NEW: N_("New record"),
    Kind.CHANGE: N_("Change of a record"),
    Kind.REMOVAL: N_("Removal of a record"),
}
_LEAD = "select organization_id from membership where group_id = $group and role = 'lead' and left_on is null"
_TITLES = {"zh": ("title", "title_zh", "title_en"), "en": ("title", "title_en", "title_zh")}


def actor_of(visit: Visit) -> Actor:
    """The visitor, as the filing sees them: a page is drawn for those alone who were let in."""
    return filing.acting(visit.store, cast("Viewer", visit.visitor.viewer))


def may(actor: Actor, one: Filing, act: Act) -> bool:
    """Whether somebody may do something with a filing as it is now."""
    return filing.may(one.state, act, filing.relations(one, actor))


def is_asked_to_confirm(actor: Actor, one: Filing) -> bool:
    """Whether a filing waits for the word of a group that somebody leads."""
    return may(actor, one, Act.CONFIRM) and any(map(actor.scope.may_see, one.waiting))


def group_names(visit: Visit) -> Mapping[str, str]:
    """The names of all groups, which everybody may know, by code and in their order."""
    return _names(visit, "working_group")


def organization_names(visit: Visit) -> Mapping[str, str]:
    """The names of all organizations by code, in their order."""
    return _names(visit, "organization")


def heading(visit: Visit, one: Filing) -> str:
    """What a filing is about, in a line: the kind of record, and which."""
    parts = (table_name(visit, one.table), subject(visit, one))
    return visit.gettext("{table}: {subject}").format(table=parts[0], subject=parts[1]) if parts[1] else parts[0]


def subject(visit: Visit, one: Filing) -> str:
    """The record's title, or the kind and the period of a report, or its key; empty while there is none of them."""
    cells = {**one.old, **one.values}
    titles = [cells[name] for name in _TITLES[visit.language] if cells.get(name)]
    if one.table == "report" and cells.get("period_end"):
        kind = value_labels("report", "kind", visit.language).get(cells.get("kind", ""), "")
        return f"{kind} {cells['period_start']} – {cells['period_end']}"
    if titles:
        return own_part(titles[0], visit.language)
    if one.table == "intention":
        return readable(visit, one, "sector_id", cells.get("sector_id", ""))
    return one.key or ""


def table_name(visit: Visit, table: str) -> str:
    """What a table's records are called."""
    return load_schema().tables[table].title.text(visit.language)


def whose(visit: Visit, one: Filing) -> str:
    """For whom a filing speaks: its group, and the organization where that is not clear from the group."""
    if filing.is_application(one):
        return _applicant(visit, one)
    groups, organizations = group_names(visit), organization_names(visit)
    named = [groups.get(one.group_id or "", one.group_id or ""), organizations.get(one.organization_id or "", "")]
    return " · ".join(part for part in named if part) or one.who


def _applicant(visit: Visit, one: Filing) -> str:
    """The organization from outside the network as it calls itself, and who speaks for it."""
    organization = filing.organization_of(visit.store, one)
    cells = organization.values if organization else {}
    name = Title(cells.get("name_zh") or None, cells.get("name_en") or None).text(visit.language)
    return " · ".join(part for part in (name, one.who) if part)


def since(visit: Visit, one: Filing) -> str:
    """The day that counts for a filing that was submitted."""
    return day(one.submitted_on, visit.language)


def is_decided(one: Filing) -> bool:
    """Whether a filing is accepted or declined, and not merely entered: a Record of Intention is."""
    return one.table == "intention"


def is_about_year(one: Filing, year: str) -> bool:
    """Whether the record has a date in a year: a report by the end of its period, any other record by any date."""
    cells = {**one.old, **one.values}
    dates = [name for name, column in load_schema().tables[one.table].columns.items() if column.type == "date"]
    named = ["period_end"] if "period_end" in dates else dates
    return any(cells.get(name, "").startswith(year) for name in named if name != RECORDED_ON)


def own_effect(visit: Visit, actor: Actor, draft: Filing) -> tuple[RawChange, ...]:
    """What a draft does to its group's own indicators, computed once for each state of draft and data."""
    return _own_effect(visit.store, actor, draft, visit.generation.id, network_day())


def effect_on_network(selection: Selection, actor: Actor, chosen: Sequence[Filing]) -> Effect:
    """What entering these would do to every group, for an evaluator."""
    return _effect_on_network(selection, actor, tuple((one.id, one.revision) for one in chosen))


@cached(
    50,
    key=lambda store, actor, draft, generation, today: (
        store.address,
        actor.who,
        draft.id,
        _state(draft),
        generation,
        today,
    ),
)
def _own_effect(store: Store, actor: Actor, draft: Filing, generation: str, today: date) -> tuple[RawChange, ...]:  # noqa: ARG001 - parts of the key
    return filing.effect_of(store, actor, draft)


@cached(50, key=lambda selection, actor, revisions: (selection.key, revisions))  # noqa: ARG005 - the key holds the scope
def _effect_on_network(selection: Selection, actor: Actor, revisions: tuple[tuple[int, int], ...]) -> Effect:
    ids = [number for number, _revision in revisions]
    # Cut down for its reader, an evaluation cannot be compared with one that is not.
    before = results.evaluation(selection) if selection.visit.access_scope.is_network else None
    return filing.effect_on_network(selection.visit.store, actor, ids, period=selection.period, before=before)


def _state(draft: Filing) -> frozenset[tuple[str, int]]:
    return frozenset((name, one.version) for name, one in draft.fields.items())


def belongs_to_group(table: str) -> bool:
    """Whether each record of a table is one group's."""
    return "group_id" in load_schema().tables[table].columns


def lead_of(visit: Visit, group_id: str) -> str | None:
    """The organization that leads a group now; None while none does."""
    with visit.store.read(visit.generation.id, scope=AccessScope.of_groups([group_id])) as reading:
        found = reading.fetch(_LEAD, {"group": group_id})
    return str(found[0][0]) if found else None


def _names(visit: Visit, table: str) -> dict[str, str]:
    found = record_names(visit.store, visit.generation.id, WHOLE_NETWORK, table, visit.language)
    return {code: name for code, name, _group in found}
