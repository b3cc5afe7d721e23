"""The public API: what others may import from the package, and no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

import brep_metrics


def test_the_public_names():
    """A name that leaves or joins the API does so here too, on purpose."""
    assert brep_metrics.__all__ == [
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


@pytest.mark.parametrize("name", brep_metrics.__all__)
def test_every_public_name_is_there_and_explained(name):
    """What is exported exists, belongs to the package, and has a docstring."""
    member = getattr(brep_metrics, name)
    assert member.__module__.startswith("brep_metrics.")
    assert member.__doc__


def test_any_other_name_is_refused():
    """A misspelt name is an AttributeError, as for any module."""
    with pytest.raises(AttributeError, match="evalute"):
        _ = brep_metrics.evalute


def test_opening_the_store_waits_for_neither_pandas_nor_streamlit():
    """The package itself imports nothing heavy; each name brings only what it needs."""
    code = (
        "import sys, brep_metrics; brep_metrics.open_store; print({'pandas', 'streamlit', 'plotly'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
