"""What a reader of scores must know beside them: values that goalposts clipped and outliers that were treated."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Scores


def print_flags(scores: Scores, methodology: Methodology, language: Language) -> None:
    """One line on stderr for every treated indicator, and one for all that were clipped."""
    for message in (*_treated(scores), *_clipped(scores, methodology)):
        print(message.text(language), file=sys.stderr)


def _treated(scores: Scores) -> Iterator[Message]:
    for code, treated in scores.treatment.items():
        if not treated.changed.any():
            continue
        steps = N_("logarithm") if treated.logarithm else N_("{count} winsorised")
        shape = (f"{figure:.2f}" for figure in (*treated.before, *treated.after))
        names = ("skewness", "kurtosis", "skewness_after", "kurtosis_after")
        text = N_(
            "outliers of {indicator}: {steps}; skewness {skewness} → {skewness_after}, "
            "kurtosis {kurtosis} → {kurtosis_after}"
        )
        done = Message(steps, {"count": treated.winsorised})
        yield Message(text, {"indicator": code, "steps": done, **dict(zip(names, shape, strict=True))})


def _clipped(scores: Scores, methodology: Methodology) -> Iterator[Message]:
    counts = np.count_nonzero(scores.clipped[scores.rated], axis=0).tolist()
    named = [f"{indicator.code} {count}" for indicator, count in zip(methodology.scored, counts, strict=True) if count]
    if named:
        yield Message(N_("values clipped at a goalpost: {indicators}"), {"indicators": ", ".join(named)})
