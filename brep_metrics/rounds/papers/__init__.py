"""The papers of a round, in either language: HTML that needs nothing else and prints on A4.

Each is for somebody: the announcement for everybody, a decision and a result letter for the group that they are about,
the list for those to whom it is open, the minutes for the evaluators.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from brep_metrics.i18n import translator
from brep_metrics.rounds.papers.announcement import announcement
from brep_metrics.rounds.papers.decision import decision
from brep_metrics.rounds.papers.lists import final_list, notice_list
from brep_metrics.rounds.papers.minutes import minutes
from brep_metrics.rounds.papers.result_letters import result_letters
from brep_metrics.rounds.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from brep_metrics.i18n import Language
    from brep_metrics.rounds.results import GroupResult
    from brep_metrics.rounds.state import Round

__all__ = ["Paper", "papers_for"]


@dataclass(frozen=True)
class Paper:
    """One paper: its code for file names, what it is called, and what makes it when it is asked for."""

    code: str
    title: str
    html: Callable[[], str]


def papers_for(
    round_: Round,
    results: Sequence[GroupResult],
    language: Language,
    *,
    groups: Collection[str] | None = None,
    noticed: Sequence[GroupResult] = (),
) -> tuple[Paper, ...]:
    """The papers that there are by now for an evaluator, or for the lead of `groups`.

    `results` are those of the present stage and `noticed`, of a round that is final, those that were on notice, as far
    as the reader may know them.
    """
    on_notice = noticed if round_.stage is Stage.FINAL else results
    return tuple(_papers(round_, results, on_notice, language, groups))


def _papers(
    round_: Round,
    results: Sequence[GroupResult],
    on_notice: Sequence[GroupResult],
    language: Language,
    groups: Collection[str] | None,
) -> Iterator[Paper]:
    _ = translator(language).gettext
    yield Paper("announcement", _("Announcement"), partial(announcement, round_, language))
    if round_.notice_from and on_notice and (groups is None or round_.terms.whole_list):
        yield Paper("notice", _("List of the notice"), partial(notice_list, round_, on_notice, language))
    for claim in round_.objections:
        if claim.decision and (groups is None or claim.group in groups):
            title = _("Decision on objection {claim}").format(claim=claim.id)
            yield Paper(f"decision-{claim.id}", title, partial(decision, round_, claim, results, language))
    own = [one for one in results if groups is None or one.group_id in groups]
    if round_.stage is Stage.FINAL and groups is None:
        yield Paper("results", _("Final results"), partial(final_list, round_, results, language))
    if round_.stage is Stage.FINAL and own:
        yield Paper("letters", _("Result letters"), partial(result_letters, round_, own, language))
    if groups is None and round_.ballots:
        yield Paper("minutes", _("Minutes with the votes"), partial(minutes, round_, language))
