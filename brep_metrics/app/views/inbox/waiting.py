"""The filings that wait, by group, table and age; opened one by one, or chosen together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.queries import filings
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.views.inbox.deciding import show_deciding
from brep_metrics.app.views.shared.filing_parts import open_filing
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty
from brep_metrics.app.widgets.tables import download, exported, grid
from brep_metrics.app.wording.formats import iso_day
from brep_metrics.filing import Act
from brep_metrics.i18n import N_
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

ALL = ""
# The fewest days that a filing has waited.
AGES = {"0": N_("Any age"), "7": N_("A week or more"), "30": N_("30 days or more")}


def show_waiting(visit: Visit, actor: Actor, found: Sequence[Filing]) -> None:
    """The list within the filters, and what to do with those that are chosen in it."""
    _ = visit.gettext
    shown = _filtered(visit, [one for one in found if filings.may(actor, one, Act.ENTER)])
    if not shown:
        empty(_("Nothing waits here."))
        return
    row = clicked_row("inbox-open")
    if row is not None:
        open_filing(shown[row])
        st.rerun()
    chosen = _chosen(visit, shown)
    if chosen:
        show_deciding(visit, actor, chosen)


def _filtered(visit: Visit, found: Sequence[Filing]) -> list[Filing]:
    _ = visit.gettext
    groups, names = sorted({one.group_id or "" for one in found} - {""}), filings.group_names(visit)
    tables = sorted({one.table for one in found})
    with st.container(key="filters", horizontal=True):
        group = filters.select(
            visit,
            "group",
            _("Working group"),
            [ALL, *groups],
            default=ALL,
            title=lambda code: names.get(code, code) or _("All groups"),
            accept=lambda code: code in names,
        )
        table = filters.select(
            visit,
            "table",
            _("Kind of record"),
            [ALL, *tables],
            default=ALL,
            title=lambda code: filings.table_name(visit, code) if code else _("Everything"),
        )
        age = filters.select(visit, "age", _("Waiting"), list(AGES), default="0", title=lambda code: _(AGES[code]))
    return [
        one for one in found if group in {ALL, one.group_id} and table in {ALL, one.table} and _age(one) >= int(age)
    ]


def _age(one: Filing) -> int:
    return (network_day() - one.received_on).days if one.received_on else 0


def _chosen(visit: Visit, shown: Sequence[Filing]) -> list[Filing]:
    _ = visit.gettext
    everything = st.checkbox(
        visit.ngettext("Choose the one below", "Choose all {count} below", len(shown)).format(count=len(shown)),
        key="inbox-all",
    )
    frame = pd.DataFrame(
        {
            "subject": [filings.subject(visit, one) for one in shown],
            "table": [filings.table_name(visit, one.table) for one in shown],
            "kind": [_(filings.KIND_NAMES[one.kind]) for one in shown],
            "whose": [filings.whose(visit, one) for one in shown],
            "received": [iso_day(one.submitted_on) for one in shown],
            "days": [_age(one) for one in shown],
            "number": [one.number for one in shown],
        }
    )
    columns = {
        "subject": opener(_("Subject"), "inbox-open", 250),
        "table": text(_("Kind of record"), 90),
        "kind": text(_("What"), 120),
        "whose": named(_("Filed by"), 230),
        "received": text(_("Submitted"), 100),
        "days": number(_("Days waiting"), 90),
        "number": text(_("Filing no."), 90),
    }
    rows = grid("inbox", frame, alt=_("Filings that wait, the oldest first"), columns=columns, selects=True)
    download(usual_selection(visit).now, "inbox", lambda: exported(frame, columns))
    chosen = list(shown) if everything else [shown[row] for row in rows if row < len(shown)]
    if len(chosen) < 2 or not any(map(filings.is_decided, chosen)):  # noqa: PLR2004 - several
        return chosen
    st.caption(_("Records of Intention are decided on one by one; they are left out here."))
    return [one for one in chosen if not filings.is_decided(one)]
