"""The minutes of a round for the evaluators: who decided, who was recused, who voted how, what was decided why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, listed, translator
from brep_metrics.rounds.actors import people_named
from brep_metrics.rounds.claims import OUTCOME_TITLES
from brep_metrics.rounds.conditions import targets_of
from brep_metrics.rounds.papers.sheets import facts, long_day, paper, part, sheet, signature
from brep_metrics.rounds.stages import STAGE_TITLES
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.rounds.state import Ballot, Recusal, Round

CHOICE_TITLES = {"yes": N_("yes"), "no": N_("no"), "abstain": N_("abstain")}
# What fits on a page beside its heading and the place to sign, and beside the votes too.
_CLAIMS_PER_SHEET, _CLAIMS_ON_FIRST = 12, 4


def minutes(round_: Round, language: Language) -> str:
    """The votes on the first page, with the decisions where these are few; signed at the end."""
    _ = translator(language).gettext
    title = _("Minutes of the evaluation of {period}").format(period=round_.terms.period.code)
    lines = [
        (_("Minutes as of"), _as_of(round_, language)),
        (_("Evaluators"), people_named(round_.panel, language)),
        *((_("Recused"), _recusal(one, language)) for one in round_.recusals),
        (_("Data fixed"), f"{round_.fixed or ''}, {long_day(round_.verification_from, language)}"),
        (_("On notice"), long_day(round_.notice_from, language)),
        (_("Final since"), long_day(round_.final_on, language)),
        *((f"{STAGE_TITLES[stage].text(language)}: sha256", kept.sha256) for stage, kept in round_.snapshots.items()),
    ]
    ballots = [_ballot(one, language) for one in round_.ballots]
    targets = {code: title.text(language) or code for code, title in targets_of(round_).items()}
    decided = [
        _("{claim} ({group}, {target}): {outcome}. {reason} — {who}, {day}").format(
            claim=one.id,
            group=one.group,
            target=targets[one.target],
            outcome=OUTCOME_TITLES[one.decision.outcome].text(language),
            reason=one.decision.reason,
            who=one.decision.who,
            day=long_day(network_day(one.decision.at), language),
        )
        for one in round_.claims.values()
        if one.decision
    ]
    on_first = _CLAIMS_ON_FIRST if len(decided) <= _CLAIMS_ON_FIRST else 0
    parts = [[facts(lines), *ballots, *([part(_("Decisions"), *decided)] if decided and on_first else [])]]
    parts += [
        [part(_("Decisions"), *decided[at : at + _CLAIMS_PER_SHEET])]
        for at in range(on_first, len(decided), _CLAIMS_PER_SHEET)
    ]
    parts[-1].append(signature(language))
    return paper(title, [sheet(round_, language, title, *one) for one in parts], language)


def _as_of(round_: Round, language: Language) -> str:
    """The last act that they tell of: printed again later they are the same, or dated later."""
    text = translator(language).gettext("{day}, stage “{stage}”")
    stage = STAGE_TITLES[round_.stage].text(language)
    return text.format(day=long_day(network_day(round_.last), language), stage=stage)


def _ballot(ballot: Ballot, language: Language) -> Element:
    _ = translator(language).gettext
    name = _("Vote at the stage “{stage}”").format(stage=STAGE_TITLES[ballot.stage].text(language))
    said = _("{who}: {choice}")
    votes = [said.format(who=vote.who, choice=_(CHOICE_TITLES[vote.choice])) for vote in ballot.votes]
    return part(name, *votes)


def _recusal(one: Recusal, language: Language) -> str:
    _ = translator(language).gettext
    text = _("{who} ({groups}): {reason}") if one.groups else _("{who}: {reason}")
    return text.format(who=one.who, groups=listed(sorted(one.groups), language), reason=one.reason)
