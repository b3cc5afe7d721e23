"""Small methodologies whose every draw can be scored again by the engine itself, one at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brep_metrics.methodology import Grade, Indicator, Methodology, Node, Normalisation, Robustness

ALL_FACTORS = Robustness(
    draws=60,
    seed=7,
    scale=(1.0, 100.0),
    weights=0.4,
    normalise=("goalposts", "minmax", "zscore", "rank"),
    aggregate=("arithmetic", "geometric", "minimum"),
    missing=("reweight", "median"),
    leave_out=True,
)


@pytest.fixture
def methodology() -> Methodology:
    """Seven indicators in three levels, one directly below the root, one dimension with a single indicator."""
    parents = ("a", "a", "a", "b", "b", "c", "index")
    return Methodology(
        id="small",
        nodes=(
            Node(code="index"),
            Node(code="a", parent="index", weight=2.0),
            Node(code="b", parent="index", weight=3.0),
            Node(code="c", parent="b", weight=1.5),
        ),
        indicators=tuple(
            Indicator(
                code=f"i{number}",
                parent=parent,
                weight=1.0 + number % 3,
                direction=-1 if number == 3 else 1,
                normalise=Normalisation(lower=10.0, upper=90.0),
            )
            for number, parent in enumerate(parents)
        ),
        grades=(
            Grade(code="high", from_=60.0, quota=0.2),
            Grade(code="middle", from_=45.0, quota=0.4),
            Grade(code="low", from_=0.0),
        ),
        robustness=ALL_FACTORS,
    )


@pytest.fixture
def values() -> np.ndarray:
    """Twelve units, some with gaps, one with a single indicator."""
    values = np.random.default_rng(3).uniform(0, 100, (12, 7))
    values[2, [1, 4]] = values[5, 5] = values[6, [0, 1, 2]] = np.nan
    values[9, 1:] = np.nan
    return values


def varied(methodology: Methodology, **factors: object) -> Methodology:
    """The methodology with other factors."""
    return replace(methodology, robustness=Robustness(**factors))
