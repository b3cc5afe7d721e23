"""Scores: values and a methodology become coverage, the tree's values, ranks and grades; and a period's evaluation."""

from brep_metrics.scoring.columns import Stated, is_relative
from brep_metrics.scoring.cutoff import (
    MAX_LATE_SHARE,
    LateRecords,
    default_as_of,
    evaluate_each,
    evaluate_on,
    late_records,
    read_period,
)
from brep_metrics.scoring.evaluation import (
    Evaluation,
    Group,
    evaluate,
    evaluate_measured,
    evaluate_part,
    evaluate_periods,
    require_groups,
)
from brep_metrics.scoring.grading import round_half_up
from brep_metrics.scoring.scores import STATUS_TEXTS, Conditions, Scores, Status, coverage_of, score
from brep_metrics.scoring.tables import score_table

__all__ = [
    "MAX_LATE_SHARE",
    "STATUS_TEXTS",
    "Conditions",
    "Evaluation",
    "Group",
    "LateRecords",
    "Scores",
    "Stated",
    "Status",
    "coverage_of",
    "default_as_of",
    "evaluate",
    "evaluate_each",
    "evaluate_measured",
    "evaluate_on",
    "evaluate_part",
    "evaluate_periods",
    "is_relative",
    "late_records",
    "read_period",
    "require_groups",
    "round_half_up",
    "score",
    "score_table",
]
