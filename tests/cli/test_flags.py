import numpy as np

from brep_metrics.cli.flags import print_flags
from brep_metrics.methodology import parse_methodology
from brep_metrics.scoring import score

RULES = """id = "x"
[[node]]
code = "index"
[[indicator]]
code = "heavy"
parent = "index"
normalise = { method = "minmax" }
treatment = ["winsorise", "log"]
[[indicator]]
code = "bounded"
parent = "index"
normalise = { lower = 2, upper = 9 }
"""


def test_treatment_and_clipping_are_reported(capsys):
    """What was done to an indicator, its shape before and after, and how many values are beyond the goalposts."""
    methodology = parse_methodology(RULES, file="x.toml")
    column = np.array([*range(1, 11), 30, 100], dtype=float)
    scores = score(np.column_stack([column, column]), methodology, units=[str(unit) for unit in range(12)])
    print_flags(scores, methodology, "en")
    printed = capsys.readouterr().err
    assert "outliers of heavy: 1 winsorised; skewness 3.06 → 1.71, kurtosis 9.74 → 1.82" in printed
    assert "values clipped at a goalpost: bounded 4" in printed
    print_flags(scores, methodology, "zh")
    assert "缩尾 1 个" in capsys.readouterr().err


def test_nothing_is_said_where_nothing_happened(capsys):
    """Calm data leave stderr alone."""
    methodology = parse_methodology(RULES, file="x.toml")
    scores = score(np.array([[1.0, 3], [2, 4]]), methodology, units=["a", "b"])
    print_flags(scores, methodology, "en")
    assert capsys.readouterr().err == ""
