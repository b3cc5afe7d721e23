"""What the Methodology page says of the rules: the weights of dimensions and indicators, and how each is scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.wording.formats import MISSING, percent, unit_name
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Indicator, Methodology

MISSING_RULES = {
    "worst": N_("scored lowest"),
    "reweight": N_("weight moves to the siblings"),
    "median": N_("median of the others"),
    "error": N_("an error"),
}
REDUCTIONS = {
    "ratio": N_("share of the whole"),
    "sum": N_("sum"),
    "mean": N_("mean"),
    "median": N_("median"),
    "count": N_("number of rows"),
    "distinct": N_("number of different items"),
}


@dataclass(frozen=True)
class MethodologyRules:
    """The rules of a methodology, read once.

    `indicators` has one row per indicator, in the methodology's order: code, open (its title), dimension_code,
    dimension, weight (its share of the total in percent, none where it is not weighted), direction, value, goalposts,
    missing. `dimensions` are those nodes directly below the root that have indicators: code, title, weight.
    """

    language: Language
    methodology: Methodology
    indicators: pd.DataFrame
    dimensions: pd.DataFrame

    @property
    def weighted(self) -> pd.DataFrame:
        """The indicators that are part of a dimension."""
        return self.indicators[self.indicators["dimension_code"].isin(self.dimensions["code"])]

    @property
    def answer(self) -> str:
        """How many indicators make a score, and when there is none."""
        methodology = self.methodology
        tops = [node for node in methodology.nodes if node.parent == methodology.root.code]
        text = translator(self.language).gettext(
            "{count} indicators in {dimensions} dimensions, each put on a scale from {low} to {high}, make one score; "
            "below {floor} coverage there is none."
        )
        return text.format(
            count=len(methodology.scored),
            dimensions=len(tops) or 1,
            low=f"{methodology.scale[0]:g}",
            high=f"{methodology.scale[1]:g}",
            floor=percent(methodology.coverage_floor, self.language),
        )


@cached_for_selection(50)
def methodology_rules(selection: Selection) -> MethodologyRules:
    """The rules of the methodology that is looked at."""
    language, methodology = selection.visit.language, selection.methodology
    codes = [one.code for one in methodology.scored]
    shares = dict(zip(codes, (methodology.effective_weights * 100).tolist(), strict=True))
    top_of = _tops(methodology)
    titles = {node.code: node.title.text(language) or node.code for node in methodology.nodes}
    _ = translator(language).gettext
    indicators = [
        {
            "dimension_code": top_of[one.code],
            "dimension": titles.get(top_of[one.code], _("not weighted")),
            "weight": shares.get(one.code),
            **_scoring(one, language),
        }
        for one in methodology.measured
    ]
    dimensions = [
        (top, titles[top], sum(shares[code] for code in codes if top_of[code] == top))
        for top in dict.fromkeys(top_of[code] for code in codes)
        if top in titles
    ]
    return MethodologyRules(
        language,
        methodology,
        pd.DataFrame(indicators),
        pd.DataFrame(dimensions, columns=pd.Index(["code", "title", "weight"])),
    )


def _tops(methodology: Methodology) -> dict[str, str]:
    """For each node and indicator, the code of the one directly below the root that it belongs to, or is."""
    parents = {node.code: node.parent for node in methodology.nodes}
    parents |= {one.code: one.parent for one in methodology.measured}

    def top(code: str) -> str:
        parent = parents[code]
        return code if parent in (None, methodology.root.code) else top(str(parent))

    return {code: top(code) for code in parents}


def _scoring(indicator: Indicator, language: Language) -> dict[str, str]:
    """How the value of an indicator is found and scored, in words."""
    _ = translator(language).gettext
    return {
        "code": indicator.code,
        "open": indicator.title.text(language) or indicator.code,
        "direction": _("more is better") if indicator.direction == 1 else _("less is better"),
        "value": _(REDUCTIONS[indicator.value]),
        "goalposts": _scale(indicator, language),
        "missing": _(MISSING_RULES[indicator.missing]),
    }


def _scale(indicator: Indicator, language: Language) -> str:
    rule, _ = indicator.normalise, translator(language).gettext
    if indicator.parent is None:
        return MISSING
    if rule.method == "steps":
        return "; ".join(f"{threshold:g} → {points:g}" for threshold, points in rule.steps)
    if rule.method != "goalposts" or rule.lower is None or rule.upper is None:
        return rule.method
    unit = unit_name(indicator.unit, language) if indicator.unit != "share" else ""
    scale = f"{rule.lower:g}–{rule.upper:g} {unit}".strip()
    return _("{amount} a year").format(amount=scale) if rule.per == "year" else scale
