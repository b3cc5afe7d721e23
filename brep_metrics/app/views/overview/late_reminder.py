"""The reminder to a group that is late, on one A4 page, as the browser prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.queries.provenance import provenance_text
from brep_metrics.app.widgets import print_view

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.queries.selection import Selection


def print_reminder(selection: Selection, group: str, reports: pd.DataFrame, until: str) -> None:
    """Which reports of the group were due and are not filed by the day `until`, the oldest first."""
    _ = selection.visit.gettext
    oldest_first = reports.sort_values("since")
    cells = zip(oldest_first["subject"], oldest_first["since_text"], oldest_first["days"].astype(str), strict=True)
    said = _("These reports of {group} were due and had not been filed by {day}.").format(group=group, day=until)
    print_view.print_view(
        [
            print_view.words("title", _("Reminder: reports that are overdue")),
            print_view.words("answer", said),
            print_view.grid([_("Report"), _("Due"), _("Days late")], [*cells], right=frozenset({2})),
            print_view.words("answer", _("Please file them as soon as possible.")),
            print_view.words("provenance", provenance_text(selection.now)),
        ]
    )
