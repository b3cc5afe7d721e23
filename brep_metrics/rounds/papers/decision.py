"""The decision on an objection, for the group that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import translator
from brep_metrics.rounds.claims import GROUND_TITLES, OUTCOME_TITLES
from brep_metrics.rounds.conditions import targets_of
from brep_metrics.rounds.papers.sheets import facts, long_day, paper, part, sheet, signature
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.i18n import Language
    from brep_metrics.rounds.claims import Claim, Correction
    from brep_metrics.rounds.results import GroupResult
    from brep_metrics.rounds.state import Round


def decision(round_: Round, claim: Claim, results: Sequence[GroupResult], language: Language) -> str:
    """One page.

    Raises:
        ValueError: the claim is not decided yet.

    """
    _ = translator(language).gettext
    made = claim.decision
    if made is None:
        raise ValueError(claim.id)
    names = {one.group_id: one.name.text(language) for one in results}
    title = _("Decision on objection {claim}").format(claim=claim.id)
    target = targets_of(round_).get(claim.target)
    lines = [
        (_("Working group"), names.get(claim.group) or claim.group),
        (_("Objected to"), (target.text(language) if target else "") or claim.target),
        (_("Received on"), long_day(network_day(claim.at), language)),
        (_("Signed by"), claim.who),
        (_("Ground"), GROUND_TITLES[claim.ground].text(language)),
        (_("Records"), ", ".join(map(str, claim.records))),
        (_("Missing record"), claim.missing or ""),
        (_("Decided on"), long_day(network_day(made.at), language)),
        (_("Decision"), OUTCOME_TITLES[made.outcome].text(language)),
    ]
    said = part(_("The objection"), claim.reason)
    why = part(_("Reasons of the decision"), made.reason)
    corrected = [_correction(one) for one in made.corrections]
    changed = [part(_("What is corrected"), *corrected)] if corrected else []
    return paper(
        title, [sheet(round_, language, title, facts(lines), said, why, *changed, signature(language))], language
    )


def _correction(one: Correction) -> str:
    cells = {**(one.before or {}), **(one.after or {})}
    changes = ", ".join(
        f"{column}: {(one.before or {}).get(column) or '–'} → {(one.after or {}).get(column) or '–'}"
        for column in cells
        if (one.before or {}).get(column) != (one.after or {}).get(column)
    )
    return f"{one.record}: {changes}"
