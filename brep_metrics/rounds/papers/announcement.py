"""The announcement of a round: what it fixes, its days, and what a lead may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import listed, translator
from brep_metrics.rounds.actors import people_named
from brep_metrics.rounds.papers.sheets import facts, long_day, paper, part, sheet, signature

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.rounds.state import Round


def announcement(round_: Round, language: Language) -> str:
    """One page."""
    _ = translator(language).gettext
    terms, rules = round_.terms, round_.terms.rules
    title = _("Announcement of the evaluation of {period}").format(period=terms.period.code)
    kind = _("working days") if rules.days == "working" else _("calendar days")
    count = _("{count} {kind}")
    groups = _("{count}: {groups}").format(count=len(terms.groups), groups=listed(terms.groups, language))
    shown = _("every lead sees the results of all groups") if terms.whole_list else _("each lead sees its own result")
    lines = [
        (_("Announced on"), long_day(round_.opened_on, language)),
        (_("Working groups"), groups),
        (_("Data count up to"), long_day(terms.as_of, language)),
        (_("Why they close earlier than usual"), terms.as_of_reason or ""),
        (
            _("Self-assessment"),
            _("{begins} to {ends}").format(
                begins=long_day(terms.self_assessment_from, language),
                ends=long_day(terms.self_assessment_ends, language),
            ),
        ),
        (_("Verification"), count.format(count=rules.verification_days, kind=kind)),
        (_("Notice"), f"{count.format(count=rules.notice_days, kind=kind)}; {shown}"),
        (_("Reply to an objection"), count.format(count=rules.objection_reply_days, kind=kind)),
        (_("Evaluators"), people_named(terms.panel, language)),
        (_("Votes needed"), str(min(rules.votes, len(terms.panel)))),
    ]
    rights = part(
        _("What a lead may do"),
        _("Until the end of the self-assessment: agree with each indicator, or state another value with a reason."),
        _(
            "While the results are on notice: object to an indicator, a condition, the status or the procedure. An"
            " objection to a fact names the records it means, or the one that is missing. One objection to each target."
        ),
        _("The day on which something happens is not counted in a period of days."),
    )
    return paper(title, [sheet(round_, language, title, facts(lines), rights, signature(language))], language)
