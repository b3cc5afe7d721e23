"""What waits now, for whom and for how long, whatever period it is of; and what was answered lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries.waiting import settled_lately, waiting_cases
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.formats import day

if TYPE_CHECKING:
    from brep_metrics.app.queries.cases import CaseQuery


def show_waiting(query: CaseQuery) -> None:
    """One line per open need or issue, those past their time first; a click opens the record right below."""
    selection = query.selection
    _ = selection.visit.gettext
    cases = waiting_cases(selection, query.sectors)
    section(
        _("What waits for whom on {day}").format(day=day(selection.as_of, selection.visit.language)),
        _("Open needs and issues of any period, those past their time first; click one for its record."),
    )
    if cases.empty:
        empty(_("Nothing waits for an answer or a solution."))
    else:
        columns = {
            "open": opener(_("Subject"), "open-waiting", 320),
            "waits_for": named(_("Waits for"), 230),
            "days": number(_("Days"), 70),
            "over": number(_("Days over"), 90, note=_("Negative while there is time")),
            "kind": text(_("What"), 125),
            "group": named(_("Working group"), 215),
            "raised": text(_("Raised"), 110),
        }
        table(selection, "waiting", cases, alt=_("What waits for whom"), columns=columns, rows=10)
        row = clicked_row("open-waiting")
        if row is not None:
            query_parameters.set_codes("waiting", str(cases["code"].iloc[row]))
    opened_record(selection, "waiting", cases["code"])
    _settled(query)


def _settled(query: CaseQuery) -> None:
    """For an organization what became of its own is an answer in itself; for the network it is a list to unfold."""
    selection = query.selection
    _ = selection.visit.gettext
    cases = settled_lately(query)
    if cases.empty:
        return
    columns = {
        "title": text(_("Subject"), 290),
        "kind": text(_("What"), 125),
        "settled": text(_("Settled"), 100),
        "days": number(_("Days"), 70),
        "answer": text(_("Solution"), 200),
        "group": named(_("Working group"), 222),
    }
    alt = _("Answered and resolved lately")
    if selection.visit.access_scope.is_network:
        table_behind(selection, "settled", lambda: cases, alt=alt, columns=columns, rows=10)
        return
    section(alt)
    table(selection, "settled", cases, alt=alt, columns=columns, rows=10)
