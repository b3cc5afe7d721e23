"""Why a score is what it is: contributions, change between two evaluations, the way to the next grade.

Everything adds up: contributions to the score, changes to the difference. Scores come from `scoring`, rows from
`evidence`; how an explanation is shown is left to `cli` and `app`.
"""

from brep_metrics.explain.change import Change, Side, explain_change
from brep_metrics.explain.combination import Combination, cheapest_combination
from brep_metrics.explain.contributions import Contributions, contributions
from brep_metrics.explain.next_grade import Need, NextGrade, next_grade
from brep_metrics.explain.rows import changed_rows
from brep_metrics.explain.shapley import MAX_LISTED

__all__ = [
    "MAX_LISTED",
    "Change",
    "Combination",
    "Contributions",
    "Need",
    "NextGrade",
    "Side",
    "changed_rows",
    "cheapest_combination",
    "contributions",
    "explain_change",
    "next_grade",
]
