"""One outcome on one A4 page, as the browser prints it: for the file of a conference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.queries.provenance import provenance_text
from brep_metrics.app.widgets import print_view
from brep_metrics.app.wording.formats import MISSING, number
from brep_metrics.facts import titles
from brep_metrics.i18n import listed
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.queries.selection import Selection


def print_outcome(selection: Selection, outcome: pd.Series, showings: pd.DataFrame, reviews: pd.DataFrame) -> None:
    """Title, group, kind, organizations, countries, where and when it was shown, and its reviews."""
    visit = selection.visit
    _, language = visit.gettext, visit.language
    facts = [
        (_("Working group"), str(outcome["group"])),
        (_("Kind"), str(outcome["kind_text"])),
        (_("Organizations"), _organizations(selection, outcome) or MISSING),
        (_("Countries"), str(outcome["country_names"]) or MISSING),
        (_("Delivered"), str(outcome["delivered"])),
        (_("Shown in"), str(outcome["shown_in"]) or _("not yet")),
    ]
    score = number(float(outcome["review_score"]), language, 1)
    figures = [(_("Mean review"), score), (_("Reviews"), str(len(reviews)))]
    parts = [
        print_view.words("title", str(outcome["open"])),
        print_view.figures(figures),
        print_view.grid([_("What"), ""], facts, right=frozenset()),
    ]
    if not showings.empty:
        rows = list(showings[["channel_text", "occasion", "day"]].itertuples(index=False, name=None))
        parts += [
            print_view.words("part", _("Where the outcome was shown")),
            print_view.grid([_("Shown in"), _("Occasion"), _("Shown on")], rows, right=frozenset()),
        ]
    if not reviews.empty:
        cells = zip(reviews["reviewer"], reviews["criterion"].fillna(MISSING), reviews["score"], strict=True)
        rows = [
            (str(reviewer), str(criterion), number(float(value), language, 1)) for reviewer, criterion, value in cells
        ]
        parts += [
            print_view.words("part", _("Reviews")),
            print_view.grid([_("Reviewer"), _("Criterion"), _("Score")], rows, right=frozenset({2})),
        ]
    print_view.print_view([*parts, print_view.words("provenance", provenance_text(selection))])


def _organizations(selection: Selection, outcome: pd.Series) -> str:
    codes, language = [str(one) for one in outcome["organization_ids"]], selection.visit.language
    with selection.reading() as reading:
        known = titles(reading, load_schema(), "organization", codes)
    return listed((known[code].text(language) if code in known else code for code in codes), language)
