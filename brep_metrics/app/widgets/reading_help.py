"""How to read a page, in a few sentences, and what the words on it mean; folded in the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.widgets.first_steps import offer_first_steps
from brep_metrics.app.wording.formats import plain
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit

PAGES = {
    "group": N_(
        "The result of your group, what made it, and what is due next. Click a strength or a loss for the records "
        "behind it."
    ),
    "overview": N_(
        "What needs somebody's attention today, whatever the period; below it the figures of the chosen period. Click "
        "a group for its reports, a figure for what is behind it."
    ),
    "rankings": N_(
        "Groups by score. Where rank intervals overlap, or groups are in one band, the order between them is not to be "
        "relied on. A grade may be lower than the score alone would give: the row says why."
    ),
    "scorecard": N_("One group: its score, why it moved, what would raise it, and every record behind each indicator."),
    "timelines": N_(
        "How scores, reports and outcomes developed. A period marked as a part is not over: do not compare it with "
        "whole ones."
    ),
    "sectors": N_("Where cooperation happens. The numbers in the squares are activities; click one for the list."),
    "outcomes": N_(
        "Start with the filters and the list. Open an outcome to put it on the shortlist or to print its page; the "
        "link in the address bar keeps the shortlist."
    ),
    "coordination": N_(
        "What waits for an answer or a solution, for whom and for how long; then the figures of the period."
    ),
    "file": N_(
        "What is due comes first; open it, fill in the form, and submit. What you type is saved by itself. A record "
        "counts once an evaluator has entered it."
    ),
    "inbox": N_(
        "What was filed and waits: open a filing to see old and new values, its checks and its effect, then enter or "
        "return it; several at once from the list."
    ),
    "round": N_(
        "Where the evaluation of a period is, and what you have to do in it by when. Results are preliminary until the "
        "round is final."
    ),
    "methodology": N_(
        "What is measured, how it becomes a score, and how sure the ranking is. Weights changed here are tried, never "
        "saved."
    ),
    "data": N_("What is loaded and how complete it is. A load is checked whole, shows its effect, and can be refused."),
    "snapshots": N_(
        "One file holds everything that a result follows from. Verify computes it anew; compare says what differs "
        "between two."
    ),
}
TERMS = {
    N_("Score"): N_("Between 0 and 100: the weighted sum of the indicators' points."),
    N_("Grade"): N_("Follows from the score; gates and quotas can lower it."),
    N_("Gate"): N_("A condition apart from the score, such as a report that must be filed; it caps the grade."),
    N_("Coverage"): N_("The share of the weights for which there are data; below a floor a group is not rated."),
    N_("Rank interval"): N_("Where the rank is in nine of ten draws when the assumptions of the methodology vary."),
    N_("Rank band"): N_("Groups whose order is not certain enough to be relied on."),
    N_("Evidence row"): N_("A record that counts in an indicator, with what it counts."),
    N_("Data as of"): N_("What was known on that day counts, and nothing later."),
    N_("Generation"): N_("The state of the data after one load; it never changes, so a figure can be shown again."),
}


def reading_help(visit: Visit) -> None:
    """The help of the visit's page, for pages that have one."""
    if visit.page not in PAGES:
        return
    _ = visit.gettext
    with st.sidebar, st.popover(_("How to read this page"), icon=":material/help:", key="reading-help"):
        terms = (f"**{plain(_(term))}** – {plain(_(meaning))}" for term, meaning in TERMS.items())
        # One text: each element costs every run of every page.
        st.markdown("\n\n".join((plain(_(PAGES[visit.page])), *terms)))
        offer_first_steps(visit.language)
