"""Scores, evidence and snapshots of the network's working groups, computed from tables in DuckDB.

    >>> from brep_metrics import Period, evaluate, load_methodology, open_store
    >>> with open_store("data/store").read() as reading:
    ...     evaluation = evaluate(reading, load_methodology("data/methodology/brep-annual.toml"), Period.parse("2025"))

`__all__` is the public API. Each name is imported on first use, so that a program that only opens the
store does not wait for pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brep_metrics.errors import BrepError, ExitCode, Fault, FaultsError, StoreError, UsageError
    from brep_metrics.evidence import Measurement, evidence_rows, measure, reduce_rows
    from brep_metrics.explain import contributions, explain_change, next_grade
    from brep_metrics.intake import check, load
    from brep_metrics.methodology import Methodology, load_methodology
    from brep_metrics.periods import Period
    from brep_metrics.robustness import rank_uncertainty, sensitivity
    from brep_metrics.scoring import Evaluation, Scores, Status, evaluate, evaluate_periods, score
    from brep_metrics.store import Generation, Reading, Store, open_store

_HOME = {
    "errors": ("BrepError", "ExitCode", "Fault", "FaultsError", "StoreError", "UsageError"),
    "evidence": ("Measurement", "evidence_rows", "measure", "reduce_rows"),
    "explain": ("contributions", "explain_change", "next_grade"),
    "intake": ("check", "load"),
    "methodology": ("Methodology", "load_methodology"),
    "periods": ("Period",),
    "robustness": ("rank_uncertainty", "sensitivity"),
    "scoring": ("Evaluation", "Scores", "Status", "evaluate", "evaluate_periods", "score"),
    "store": ("Generation", "Reading", "Store", "open_store"),
}

__all__ = [
    "BrepError",
    "Evaluation",
    "ExitCode",
    "Fault",
    "FaultsError",
    "Generation",
    "Measurement",
    "Methodology",
    "Period",
    "Reading",
    "Scores",
    "Status",
    "Store",
    "StoreError",
    "UsageError",
    "check",
    "contributions",
    "evaluate",
    "evaluate_periods",
    "evidence_rows",
    "explain_change",
    "load",
    "load_methodology",
    "measure",
    "next_grade",
    "open_store",
    "rank_uncertainty",
    "reduce_rows",
    "score",
    "sensitivity",
]


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
