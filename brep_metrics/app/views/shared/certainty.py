"""How sure the order is: each group's rank when all assumptions of the methodology vary together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.charts.ranking import RankRow, RankWords
from brep_metrics.app.wording.formats import number
from brep_metrics.i18n import translator
from brep_metrics.robustness import FACTOR_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.i18n import Language
    from brep_metrics.robustness import RankUncertainty


def certainty_text(visit: Visit, uncertainty: RankUncertainty) -> str:
    """What was varied, how often, and how far it moves the ranks."""
    groups = len(set(uncertainty.rank_group.tolist()))
    if uncertainty.is_exact:
        text = visit.ngettext(
            "All {draws} combinations of: {factors}. On average a rank moves by {shift}; the order separates into "
            "{count} rank band.",
            "All {draws} combinations of: {factors}. On average a rank moves by {shift}; the order separates into "
            "{count} rank bands.",
            groups,
        )
    else:
        text = visit.ngettext(
            "Varied together in {draws} draws: {factors}. On average a rank moves by {shift}; the order separates into "
            "{count} rank band.",
            "Varied together in {draws} draws: {factors}. On average a rank moves by {shift}; the order separates into "
            "{count} rank bands.",
            groups,
        )
    return text.format(
        count=groups,
        draws=number(uncertainty.draws, visit.language, 0),
        factors=visit.gettext(", ").join(visit.gettext(FACTOR_TITLES[factor]) for factor in uncertainty.factors),
        shift=number(uncertainty.mean_rank_shift, visit.language, 1),
    )


def rank_rows(uncertainty: RankUncertainty, names: Mapping[str, str], shown: Iterable[str]) -> list[RankRow]:
    """The groups `shown`, in their order."""
    position = {unit: at for at, unit in enumerate(uncertainty.units)}
    return [
        RankRow(
            code,
            names[code],
            int(uncertainty.nominal[position[code]]),
            float(uncertainty.rank_median[position[code]]),
            float(uncertainty.rank_p05[position[code]]),
            float(uncertainty.rank_p95[position[code]]),
            int(uncertainty.rank_group[position[code]]),
        )
        for code in shown
    ]


def rank_words(language: Language) -> RankWords:
    """What the chart calls its parts."""
    _ = translator(language).gettext
    return RankWords(_("rank"), _("rank as declared"), _("5th to 95th percentile"), _("band {number}"))
