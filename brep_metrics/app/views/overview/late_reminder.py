"""The reminder letter to a group that is late, as the browser prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.queries.filings import lead_of, organization_names
from brep_metrics.app.widgets import print_view

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection


def print_reminder(selection: Selection, group_id: str, reports: pd.DataFrame, until: str) -> None:
    """To whom, which reports were due and are not filed by the day `until` (the oldest first), and what is asked for.

    Who signs it, and on which day, is left to be filled in: the dashboard sends no letters.
    """
    visit = selection.visit
    _ = visit.gettext
    oldest_first = reports.sort_values("since")
    cells = zip(oldest_first["subject"], oldest_first["since_text"], oldest_first["days"].astype(str), strict=True)
    group, count = str(reports["group"].iloc[0]), len(reports)
    said = visit.ngettext(
        "By {day}, {count} report of your working group was overdue; it was due on {first}:",
        "By {day}, {count} reports of your working group were overdue, the first of them since {first}:",
        count,
    )
    print_view.print_view(
        [
            print_view.words("title", _("Reminder: reports that are overdue")),
            print_view.words("answer", _("To: {addressee}").format(addressee=_addressee(visit, group_id, group))),
            print_view.words(
                "text", said.format(day=until, count=count, first=str(oldest_first["since_text"].iloc[0]))
            ),
            print_view.grid([_("Report"), _("Due"), _("Days late")], [*cells], right=frozenset({2})),
            print_view.words(
                "text",
                _(
                    "Please file them on the Filing page of this system as soon as possible. If that is not possible, "
                    "please tell us why, and by which day you will file them."
                ),
            ),
            print_view.words("signature", _("Signed:")),
            print_view.words("signature", _("Date:")),
            print_view.words("provenance", _("Data as of {day}").format(day=until)),
        ]
    )


def _addressee(visit: Visit, group_id: str, group: str) -> str:
    """The group with its leading organization, which files its reports; a group without one is named alone."""
    lead = lead_of(visit, group_id)
    if lead is None:
        return group
    name = organization_names(visit).get(lead, lead)
    return visit.gettext("{group} (leading organization: {lead})").format(group=group, lead=name)
