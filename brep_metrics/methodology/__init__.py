"""The methodology as data: its frozen types, how a file is read, checked and hashed.

It leaves the formulas to `normalise`, `treatment` and `aggregate`, and the scores to `scoring`.
"""

from brep_metrics.methodology.load import (
    DEFAULT_METHODOLOGY,
    available_methodologies,
    content_hash,
    load_methodology,
    parse_methodology,
)
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
    RoundRules,
    Treatment,
    TreatmentStep,
)

__all__ = [
    "DEFAULT_METHODOLOGY",
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
    "RoundRules",
    "Treatment",
    "TreatmentStep",
    "available_methodologies",
    "content_hash",
    "load_methodology",
    "parse_methodology",
]
