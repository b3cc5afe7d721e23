"""Result letters: one page for each group, with its own final result and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import translator
from brep_metrics.rounds.claims import OUTCOME_TITLES
from brep_metrics.rounds.papers.sheets import facts, long_day, paper, part, sheet, signature
from brep_metrics.snapshot.results import STATUS_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.rounds.results import GroupResult
    from brep_metrics.rounds.state import Round


def result_letters(round_: Round, results: Sequence[GroupResult], language: Language) -> str:
    """One page per group."""
    title = translator(language).gettext("Result of the evaluation of {period}")
    named = title.format(period=round_.terms.period.code)
    return paper(named, [_one(round_, one, named, language) for one in results], language)


def _one(round_: Round, result: GroupResult, title: str, language: Language) -> Element:
    _ = translator(language).gettext
    titles = {grade.code: grade.title.text(language) or grade.code for grade in round_.terms.methodology.grades}
    rated = result.score is not None
    lines = [
        (_("Working group"), result.name.text(language) or result.group_id),
        (_("Final since"), long_day(round_.final_on, language)),
        (_("Score"), f"{result.score:.{round_.terms.methodology.round}f}" if rated else ""),
        (_("Grade"), titles.get(result.grade, "") if rated else ""),
        (_("Rank"), str(result.rank) if result.rank else ""),
        (_("Status"), "" if rated else STATUS_TITLES[result.status].text(language)),
    ]
    parts = [facts(lines)]
    own = [claim for claim in round_.objections if claim.group == result.group_id and claim.decision]
    if own:
        said = _("{claim}: {state}")
        decided = [
            said.format(claim=one.id, state=OUTCOME_TITLES[one.decision.outcome].text(language))
            for one in own
            if one.decision
        ]
        parts.append(part(_("Your objections"), *decided))
    recheck = round_.rechecks.get(result.group_id)
    if recheck is not None:
        text = _("Please put right what led to this grade. The group is checked again by {day}.")
        parts.append(part(_("Rectification"), text.format(day=long_day(recheck.due, language))))
    return sheet(round_, language, title, *parts, signature(language))
