"""Scores: values and a methodology become coverage, the tree's values, ranks and grades; and a period's evaluation."""

from brep_metrics.scoring.columns import Stated, is_relative
from brep_metrics.scoring.evaluation import Evaluation, Group, evaluate, evaluate_part, evaluate_periods
from brep_metrics.scoring.scores import Conditions, Scores, Status, coverage_of, score
from brep_metrics.scoring.tables import score_table

__all__ = [
    "Conditions",
    "Evaluation",
    "Group",
    "Scores",
    "Stated",
    "Status",
    "coverage_of",
    "evaluate",
    "evaluate_part",
    "evaluate_periods",
    "is_relative",
    "score",
    "score_table",
]
