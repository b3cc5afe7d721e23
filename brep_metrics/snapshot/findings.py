"""Everything that a snapshot states: the evaluation, the one before it, how sure ranks are, what needs attention.

Computed once from a reading; files and brief only arrange it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.evidence.queries import read_sql
from brep_metrics.robustness import rank_uncertainty, resample_reviews
from brep_metrics.scoring import evaluate, evaluate_each, require_groups
from brep_metrics.snapshot.changes import changes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from brep_metrics.explain import Change
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.robustness import RankUncertainty
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Reading

EXEMPLARY_SCORE = "exemplary_score"  # the methodology's parameter: the mean review that makes a candidate


@dataclass(frozen=True)
class Findings:
    """`before` is the previous period as its own default date leaves it, `changes` explains the difference by group.

    `uncertainty` is None where the methodology declares nothing to vary.

    `overdue`: reports due by the end of the period and still not filed; `escalated`: open issues before NEA;
    `exemplary`: outcomes of the period whose mean review reaches the methodology's `exemplary_score`, best first.
    """

    evaluation: Evaluation
    before: Evaluation
    changes: dict[str, Change]
    uncertainty: RankUncertainty | None
    overdue: pd.DataFrame
    escalated: pd.DataFrame
    exemplary: pd.DataFrame


def find(reading: Reading, methodology: Methodology, period: Period) -> Findings:
    """All findings of one period.

    Raises:
        NoDataError: there is no group to evaluate.
        FaultsError: the methodology cannot be evaluated on these data.

    """
    (before,) = evaluate_each(reading, methodology, [period.previous()])
    evaluation = require_groups(evaluate(reading, methodology, period))
    given = {
        "as_of": reading.as_of,
        "starts_on": period.start,
        "ends_on": period.end,
        EXEMPLARY_SCORE: methodology.parameters.get(EXEMPLARY_SCORE, methodology.scale[1]),
    }
    return Findings(
        evaluation=evaluation,
        before=before,
        changes=changes_of(before, evaluation),
        uncertainty=uncertainty_of(reading, evaluation),
        overdue=_listed(reading, "overdue_reports", given),
        escalated=_listed(reading, "escalated_issues", given),
        exemplary=_listed(reading, "exemplary_outcomes", given),
    )


def uncertainty_of(reading: Reading, evaluation: Evaluation) -> RankUncertainty | None:
    """How sure the ranks of a whole network are, without pairs; None where nothing is declared to vary."""
    methodology, scores = evaluation.methodology, evaluation.scores
    if methodology.robustness is None or not scores.rated.any():
        return None
    reviews = resample_reviews(reading, evaluation)
    return rank_uncertainty(scores, methodology, years=evaluation.period.years, reviews=reviews, pairs=False)


def _listed(reading: Reading, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """The rows of `sql/brief/<name>.sql`, whose header states grain and columns."""
    sql = read_sql(f"brief/{name}") or ""
    return reading.query(sql, {one: parameters[one] for one in reading.parameters_of(sql)})
