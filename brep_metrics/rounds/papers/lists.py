"""The lists of every group with score, grade and rank: that of the notice, and that of the final results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import translator
from brep_metrics.rounds.papers.sheets import long_day, paper, part, sheet
from brep_metrics.snapshot.brief.markup import element, table
from brep_metrics.snapshot.results import STATUS_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.rounds.results import GroupResult
    from brep_metrics.rounds.state import Round

# What an A4 page holds beside its heading.
_LINES = 34


def notice_list(round_: Round, results: Sequence[GroupResult], language: Language) -> str:
    """The preliminary results, and until when leads may object; the same whenever it is printed."""
    _ = translator(language).gettext
    until = _("On notice from {begins} to {ends}. Leads may object until the end of that day.").format(
        begins=long_day(round_.notice_from, language), ends=long_day(round_.notice_ends, language)
    )
    return _sheets(round_, results, language, _("Preliminary results of {period}"), part(_("Notice"), until))


def final_list(round_: Round, results: Sequence[GroupResult], language: Language) -> str:
    """The final results."""
    return _sheets(round_, results, language, translator(language).gettext("Final results of {period}"))


def _sheets(round_: Round, results: Sequence[GroupResult], language: Language, name: str, *above: Element) -> str:
    """As many pages as the list needs."""
    title = name.format(period=round_.terms.period.code)
    parts = [results[at : at + _LINES] for at in range(0, len(results), _LINES)]
    return paper(
        title, [sheet(round_, language, title, *above, _list(round_, one, language)) for one in parts], language
    )


def _list(round_: Round, results: Sequence[GroupResult], language: Language) -> Element:
    _ = translator(language).gettext
    headings = [(_("Rank"), "number"), (_("Working group"), ""), (_("Score"), "number"), (_("Grade"), "")]
    titles = {grade.code: grade.title.text(language) or grade.code for grade in round_.terms.methodology.grades}
    decimals = round_.terms.methodology.round
    rows = [
        element(
            "tr",
            element("td", str(one.rank or "–"), class_="number"),
            element("td", one.name.text(language) or one.group_id),
            element("td", "–" if one.score is None else f"{one.score:.{decimals}f}", class_="number"),
            element(
                "td",
                titles.get(one.grade, "") if one.score is not None else STATUS_TITLES[one.status].text(language),
            ),
        )
        for one in results
    ]
    return element("div", table(headings, rows, "list"))
