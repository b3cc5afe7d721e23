"""Beginning a filing: for which group, about what, and whether it is new, changes a record or removes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.draft_fields import record_names
from brep_metrics.app.views.shared.filing_parts import attempted, open_filing
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import section
from brep_metrics.filing import Kind
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Fileable

ASKS = {
    Kind.NEW: N_("Something new"),
    Kind.CHANGE: N_("A change"),
    Kind.REMOVAL: N_("A removal"),
}

FREQUENT = ("report", "plan_item", "activity", "outcome", "need", "issue")


def show_starting(visit: Visit, actor: Actor, group_id: str) -> None:
    """The choices that a new filing needs, each in the address, and the button that begins it."""
    _ = visit.gettext
    section(_("Hand in a record"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        within = _network_or_group(visit) if actor.is_evaluator else _group(visit, actor, group_id)
        if not (within or actor.is_evaluator):
            return
        offered = _offered(actor, within)
        table = filters.select(
            visit,
            "table",
            _("Kind of record"),
            list(offered),
            default=next(iter(offered)),
            title=lambda code: filings.table_name(visit, code),
        )
        kind = _kind(visit, offered[table])
        key = None if kind is Kind.NEW else _record(visit, table, within)
        if st.button(
            _("Begin"), key="file-begin", icon=":material/edit:", disabled=kind is not Kind.NEW and key is None
        ):
            _begin(visit, actor, table, within, kind, key)


def _offered(actor: Actor, group_id: str) -> dict[str, Fileable]:
    """The tables that may be filed for a group, those that are filed most often first."""
    found = filing.fileable(actor.role_in(group_id or None) or "")
    first = [table for table in FREQUENT if table in found]
    return {table: found[table] for table in (*first, *sorted(found.keys() - set(first)))}


def _network_or_group(visit: Visit) -> str:
    """The group on whose behalf an evaluator hands in what came by another way; empty where it is their own."""
    names = filings.group_names(visit)
    return _chosen_group(visit, visit.gettext("On behalf of"), list(names), visit.gettext("nobody: as an evaluator"))


def _group(visit: Visit, actor: Actor, group_id: str) -> str:
    """The group that the filing is for: asked for wherever there is more than one; empty before one is chosen."""
    if group_id or len(actor.groups) == 1:
        return group_id or actor.groups[0]
    return _chosen_group(visit, visit.gettext("For which group"), actor.groups, visit.gettext("Choose a group"))


def _chosen_group(visit: Visit, label: str, groups: Sequence[str], otherwise: str) -> str:
    names = filings.group_names(visit)
    options = ["", *groups]
    return filters.select(
        visit, "for", label, options, default="", title=lambda code: names[code] if code else otherwise
    )


def _kind(visit: Visit, one: Fileable) -> Kind:
    _ = visit.gettext
    offered = [kind.value for kind in one.kinds]
    code = filters.segments(
        visit, "kind", _("What"), offered, default=offered[0], title=lambda code: _(ASKS[Kind(code)])
    )
    return Kind(code)


def _record(visit: Visit, table: str, group_id: str) -> str | None:
    """The record of the group that is to be changed or removed."""
    found = record_names(visit.store, visit.generation.id, visit.access_scope, table, visit.language)
    own = {code: name for code, name, group in found if not group_id or group in {None, group_id}}
    chosen: str | None = st.selectbox(
        visit.gettext("Which record"),
        list(own),
        index=None,
        format_func=lambda code: f"{own[code]} ({code})",
        key=f"file-record-{table}-{group_id}",
        placeholder=visit.gettext("Choose"),
    )
    return chosen


def _begin(visit: Visit, actor: Actor, table: str, group_id: str, kind: Kind, key: str | None) -> None:
    within = group_id if group_id and filings.belongs_to_group(table) else None
    behalf = filings.lead_of(visit, group_id) if actor.is_evaluator and group_id else None
    made = attempted(
        visit,
        lambda: filing.start(visit.store, actor, table, within, kind=kind, key=key, organization_id=behalf),
    )
    if made is not None:
        open_filing(made)
        redraw()
