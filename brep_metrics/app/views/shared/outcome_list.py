"""The outcomes of a period one by one: reviews, showcases, and the record behind each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page, redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import country_names, group_names, sector_names
from brep_metrics.app.views.shared.outcome_dialog import MAX_SHORTLIST, SHORTLIST, open_outcome
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import plain
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import N_, Title, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.app.queries.selection import Selection

MAX_OUTCOMES = 500
OF_GROUPS = "groups:"
EVERY = "all"
WHICH = {EVERY: N_("all"), "exemplary": N_("exemplary"), "candidates": N_("exemplary, not shown")}


class Part(NamedTuple):
    """The outcomes behind a mark of a chart: the sentence that says which, and what sets them apart.

    Without days of its own they are those of the period.
    """

    sentence: str
    starts_on: date | None = None
    ends_on: date | None = None
    at_least: float | None = None
    below: float | None = None
    sector_id: str | None = None
    group_ids: tuple[str, ...] = ()
    outcome_id: str | None = None


class Filter(NamedTuple):
    """What the reader narrowed the list to; None: any."""

    kind: str | None = None
    sector_id: str | None = None
    country: str | None = None


def show_list(selection: Selection, chosen: Filter, threshold: float | None, parts: Mapping[str, Part]) -> None:
    """The outcomes, the best reviewed first; all of them, the exemplary ones, or those that wait to be shown.

    Parameter `behind` narrows them to one of the `parts`, or to those of some groups.
    """
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Outcomes, the best reviewed first"),
        _("Click an outcome for its record, its reviews and its page for print, and to put it on the shortlist."),
    )
    if threshold is None:
        admits = frozenset({EVERY}).__contains__
        which = query_parameters.resolve(visit, "which", _("Show"), default=(EVERY,), admits=admits, stays=True)[0]
    else:
        which = filters.segments(
            visit, "which", _("Show"), list(WHICH), default=EVERY, title=lambda code: _(WHICH[code])
        )

    def part(code: str) -> Part | None:
        return parts.get(code) or _of_groups(selection, code)

    code = query_parameters.resolve(
        visit, "behind", _("Outcomes listed"), default=("",), admits=lambda code: part(code) is not None
    )[0]
    shown = part(code) or Part("")
    if code:
        _say_which(selection, shown)
    found = _found(selection, chosen, which, threshold, shown)
    if found.empty:
        empty(_("No outcome of the period is among these."))
    else:
        _table(selection, found)
    kept = _shortlist(selection, threshold)
    known = pd.concat([found, kept])
    admits = frozenset(known["outcome_id"]).__contains__
    code = query_parameters.resolve(visit, "outcome", _("Outcome"), default=("",), admits=admits)[0]
    if code:
        open_outcome(selection, known[known["outcome_id"] == code].iloc[0], tuple(kept["outcome_id"]))


def _shortlist(selection: Selection, threshold: float | None) -> pd.DataFrame:
    """The outcomes of any period that the reader keeps in the address, as a table of their own; gives its rows."""
    visit = selection.visit
    _ = visit.gettext

    def one(code: str) -> pd.DataFrame:
        return _found(selection, Filter(), EVERY, threshold, Part("", date.min, selection.as_of, outcome_id=code))

    asked: set[str] = set()

    def is_known(code: str) -> bool:
        # An address may hold thousands of codes; each that is looked up is a query.
        asked.add(code)
        return len(asked) <= MAX_SHORTLIST and not one(code).empty

    codes = query_parameters.resolve(
        visit,
        SHORTLIST,
        _("Shortlist"),
        default=(),
        admits=is_known,
        stays=True,
        limit=MAX_SHORTLIST,
    )
    if not codes:
        return one("")
    kept = pd.concat(map(one, codes), ignore_index=True)
    text_ = visit.ngettext("Shortlist: {count} outcome", "Shortlist: {count} outcomes", len(kept))
    said = _(
        "It is kept in the address: anyone who opens the link sees the same list. Under a name among the saved views "
        "you find it again on any machine. Click an outcome to print its page or to take it off."
    )
    section(text_.format(count=len(kept)), said)
    columns = {
        "title": opener(_("Outcome"), "open-shortlisted", 360),
        "kind_text": text(_("Kind"), 180),
        "group": named(_("Working group"), 170),
        "review_score": number(_("Mean review"), 95, decimals=1),
        "shown_in": text(_("Shown in"), 140),
        "country_names": text(_("Countries"), 180),
    }
    table(selection, SHORTLIST, kept.assign(title=kept["open"]), alt=_("Shortlisted outcomes"), columns=columns)
    row = clicked_row("open-shortlisted")
    if row is not None:
        query_parameters.set_codes("outcome", codes[row])
    if st.button(_("Empty the shortlist"), icon=":material/delete:", key="empty-shortlist", type="tertiary"):
        query_parameters.set_codes(SHORTLIST)
        redraw()
    return kept


@cached_for_selection(200)
def sector_parts(selection: Selection) -> dict[str, Part]:
    """The outcomes of each sector, by the code that opens them."""
    said = selection.visit.gettext("Only outcomes of the sector {sector}.")
    return {
        sector_code(sector): Part(said.format(sector=name), sector_id=sector)
        for sector, name in sector_names(selection).items()
    }


def sector_code(sector: str) -> str:
    """What narrows the list to the outcomes of a sector."""
    return f"sector:{sector}"


def open_outcomes(**codes: str) -> NoReturn:
    """Go to just the outcomes that these parameters name, where they name one, whatever was chosen there before."""
    query_parameters.clear_on_page("outcomes", "kind", "which", "outcome_sector", "country")
    open_page("outcomes", **{name: code for name, code in codes.items() if code})


def groups_code(groups: Iterable[str]) -> str:
    """What narrows the list to the outcomes of these groups; nothing without any."""
    codes = ",".join(groups)
    return codes and OF_GROUPS + codes


def _of_groups(selection: Selection, code: str) -> Part | None:
    """The part that `groups_code` names; None for any other code, and for groups that the reader does not know."""
    names, groups = group_names(selection), code.removeprefix(OF_GROUPS).split(",")
    if not code.startswith(OF_GROUPS) or not names.keys() >= set(groups):
        return None
    said, language = selection.visit.gettext("Only outcomes of {groups}."), selection.visit.language
    return Part(said.format(groups=listed(map(names.__getitem__, groups), language)), group_ids=tuple(groups))


def _say_which(selection: Selection, part: Part) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(part.sentence), width="content")
        if st.button(selection.visit.gettext("Show all"), icon=":material/close:", key="leave-part", type="tertiary"):
            query_parameters.set_codes("behind")
            redraw()


@cached_for_selection(200)
def _found(selection: Selection, chosen: Filter, which: str, threshold: float | None, part: Part) -> pd.DataFrame:
    """The rows of `sql/facts/outcomes.sql` with what the table shows of each."""
    language = selection.visit.language
    bounds = [part.at_least, None if which == EVERY else threshold]
    found = results.rows_of(
        selection,
        "outcomes",
        starts_on=part.starts_on or selection.period.start,
        ends_on=part.ends_on or selection.period.end,
        kind=chosen.kind,
        country=chosen.country,
        at_least=max((bound for bound in bounds if bound is not None), default=None),
        below=part.below,
        sector_id=chosen.sector_id or part.sector_id,
        every_group=not part.group_ids,
        group_ids=part.group_ids,
        outcome_id=part.outcome_id,
        only_unshown=which == "candidates",
        most=MAX_OUTCOMES,
    )
    channels, countries = value_labels("showcase", "channel", language), country_names(selection)
    return found.assign(
        star=["★" if threshold is not None and score >= threshold else "" for score in found["review_score"]],
        open=outcome_titles(selection, found),
        group=found["group_id"].map(group_names(selection)),
        kind_text=found["kind"].map(value_labels("outcome", "kind", language)),
        country_names=[
            listed((countries.get(code, code) for code in codes), language) for codes in found["country_codes"]
        ],
        delivered=found["delivered_on"].dt.strftime("%Y-%m-%d"),
        shown_in=[listed(map(channels.__getitem__, codes), language) for codes in found["channels"]],
    )


def outcome_titles(selection: Selection, found: pd.DataFrame) -> list[str]:
    """What each row's outcome is called in the reader's language."""
    pairs = zip(found["title_zh"], found["title_en"], strict=True)
    language = selection.visit.language
    return [Title(*(one if isinstance(one, str) else None for one in pair)).text(language) for pair in pairs]


def _table(selection: Selection, found: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    columns = {
        "star": text("★", 40, note=_("exemplary")),
        "open": opener(_("Outcome"), "open-outcome", 370),
        "kind_text": text(_("Kind"), 180),
        "group": named(_("Working group"), 170),
        "review_score": number(_("Mean review"), 95, decimals=1),
        "shown_in": text(_("Shown in"), 140),
        "country_names": text(_("Countries"), 180),
        "delivered": text(_("Delivered"), 95),
        "reviews": number(_("Reviews"), 75),
        "spread": number(_("Spread"), 75, decimals=1, note=_("Highest minus lowest score of the reviewers")),
    }
    table(selection, "outcome-list", found, alt=_("Outcomes with reviews and showcases"), columns=columns, rows=12)
    if len(found) == MAX_OUTCOMES:
        st.caption(_("The list shows the first {count}.").format(count=MAX_OUTCOMES))
    row = clicked_row("open-outcome")
    if row is not None:
        query_parameters.set_codes("outcome", str(found["outcome_id"].iloc[row]))
