"""One outcome over the page: its record, where it was shown, its reviews, and the way to the shortlist."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Action
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import results
from brep_metrics.app.views.shared.outcome_sheet import print_outcome
from brep_metrics.app.views.shared.records import show_record
from brep_metrics.app.widgets.columns import number, text
from brep_metrics.app.widgets.detail_dialog import detail_dialog
from brep_metrics.app.widgets.heading import empty
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, iso_day
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import own_part

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.context.query_parameters import Codes
    from brep_metrics.app.queries.selection import Selection

MAX_SHORTLIST = 20
MAX_SHOWINGS = 50
SHORTLIST = "shortlist"


def open_outcome(selection: Selection, outcome: pd.Series, shortlist: Codes) -> None:
    """Draw the dialog; on paper the outcome has a page of its own."""
    code = str(outcome["outcome_id"])
    showings, reviews = _showings(selection, code), _reviews(selection, code)

    def show() -> None:
        with st.container(horizontal=True):
            _keep(selection, code, shortlist)
        show_record(selection, "outcome", code)
        _show_showings(selection, showings)
        _show_reviews(selection, reviews)
        st.caption(selection.visit.gettext("Printing the page gives one sheet about this outcome."))

    detail_dialog(selection.visit, str(outcome["open"]), show, needs=Action.SEE_EVIDENCE, closes=("outcome",))
    print_outcome(selection, outcome, showings, reviews)


def _keep(selection: Selection, code: str, shortlist: Codes) -> None:
    _ = selection.visit.gettext
    is_kept = code in shortlist
    label = _("Remove from the shortlist") if is_kept else _("Put on the shortlist")
    icon = ":material/bookmark_remove:" if is_kept else ":material/bookmark_add:"
    if (is_kept or len(shortlist) < MAX_SHORTLIST) and st.button(label, icon=icon, key="keep-outcome"):
        kept = [one for one in shortlist if one != code] if is_kept else [*shortlist, code]
        query_parameters.set_codes(SHORTLIST, *kept)
        redraw()


def _showings(selection: Selection, code: str) -> pd.DataFrame:
    """Where the outcome was shown until the as-of date, the latest first, as the tables show it."""
    language = selection.visit.language
    found = results.rows_of(
        selection,
        "showcases",
        starts_on=date.min,
        ends_on=selection.as_of,
        channel=None,
        outcome_id=code,
        most=MAX_SHOWINGS,
    )
    return found.assign(
        channel_text=found["channel"].map(value_labels("showcase", "channel", language)),
        occasion=[own_part(one, language) if isinstance(one, str) else MISSING for one in found["event"]],
        day=[iso_day(value) for value in found["shown_on"]],
    )


def _reviews(selection: Selection, code: str) -> pd.DataFrame:
    language = selection.visit.language
    found = results.rows_of(selection, "outcome_reviews", outcome_id=code)
    return found.assign(
        reviewer=[own_part(name, language) for name in found["reviewer"]],
        day=[iso_day(value) for value in found["reviewed_on"]],
    )


def _show_showings(selection: Selection, showings: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    if showings.empty:
        empty(_("It has not been shown yet."))
        return
    columns = {
        "channel_text": text(_("Shown in"), 220),
        "occasion": text(_("Occasion"), 320),
        "day": text(_("Shown on"), 110),
    }
    table(selection, "outcome-showings", showings, alt=_("Where the outcome was shown"), columns=columns, rows=10)


def _show_reviews(selection: Selection, reviews: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    if reviews.empty:
        empty(_("It has not been reviewed yet."))
        return
    columns = {
        "reviewer": text(_("Reviewer"), 150),
        "score": number(_("Score"), 80, decimals=2),
        "criterion": text(_("Criterion"), 220),
        "day": text(_("Reviewed on"), 110),
    }
    table(selection, "outcome-reviews", reviews, alt=_("Reviews of the outcome"), columns=columns, rows=10)
