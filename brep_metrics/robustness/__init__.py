"""Doubt: how far a ranking depends on the choices behind it.

All factors that a methodology declares under `[robustness]` vary together on shared draws. Scores, statuses and
grades of the nominal case come from `scoring`; how uncertainty is shown is left to `cli` and `app`.
"""

from brep_metrics.robustness.factors import FACTOR_TITLES
from brep_metrics.robustness.leave_one_out import LeaveOneOut, leave_one_out
from brep_metrics.robustness.reviews import resample_reviews
from brep_metrics.robustness.sobol import Sensitivity
from brep_metrics.robustness.uncertainty import RankUncertainty, rank_uncertainty, sensitivity

__all__ = [
    "FACTOR_TITLES",
    "LeaveOneOut",
    "RankUncertainty",
    "Sensitivity",
    "leave_one_out",
    "rank_uncertainty",
    "resample_reviews",
    "sensitivity",
]
