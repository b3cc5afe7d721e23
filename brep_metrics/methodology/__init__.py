"""The methodology as data: its frozen types, how a file is read, checked and hashed.

It leaves the formulas to `normalise`, `treatment` and `aggregate`, and the scores to `scoring`.
"""

from brep_metrics.methodology.types import (
    Adjustment,
    Aggregate,
    Gate,
    Grade,
    Indicator,
    Method,
    Methodology,
    MissingRule,
    Node,
    Normalisation,
    Reduction,
    Robustness,
    Treatment,
    TreatmentStep,
)

__all__ = [
    "Adjustment",
    "Aggregate",
    "Gate",
    "Grade",
    "Indicator",
    "Method",
    "Methodology",
    "MissingRule",
    "Node",
    "Normalisation",
    "Reduction",
    "Robustness",
    "Treatment",
    "TreatmentStep",
]
