"""Random methodologies of every aggregation and missing rule, with values that have zeros and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import strategies as st

from brep_metrics.methodology import Grade, Indicator, Methodology, Node, Normalisation

if TYPE_CHECKING:
    from collections.abc import Callable

AGGREGATES = ("arithmetic", "geometric", "harmonic", "power", "minimum")
UNITS = ("a", "b", "c", "d", "e")

numbers = st.one_of(
    st.sampled_from([0.0, 10.0, 90.0, 100.0, 130.0]),
    st.integers(0, 14_000).map(lambda number: number / 100),
    st.just(np.nan),
)
weights = st.integers(1, 50).map(lambda number: number / 10)


@pytest.fixture(scope="session")
def units() -> tuple[str, ...]:
    """The units of a random table."""
    return UNITS


@pytest.fixture(scope="session")
def methodologies() -> st.SearchStrategy[Methodology]:
    """Random methodologies."""
    return _methodologies()


@pytest.fixture(scope="session")
def tables() -> Callable[[Methodology], st.SearchStrategy[np.ndarray]]:
    """Random values of the units, one column for each scored indicator of a methodology."""
    return _tables


@st.composite
def _methodologies(draw: st.DrawFn) -> Methodology:
    """A root with an indicator of its own and one to three dimensions of one to four indicators."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    nodes = [Node(code="index", aggregate=draw(st.sampled_from(AGGREGATES)), p=draw(st.sampled_from([0.5, 2.0, -2.0])))]
    indicators = [_indicator(draw, "own", "index")]
    for number, size in enumerate(sizes):
        aggregate = draw(st.sampled_from(AGGREGATES))
        nodes.append(Node(code=f"d{number}", parent="index", weight=draw(weights), aggregate=aggregate, p=2.0))
        indicators += [_indicator(draw, f"i{number}_{place}", f"d{number}") for place in range(size)]
    grades = (Grade(code="high", from_=70.0, quota=0.4), Grade(code="middle", from_=40.0), Grade(code="low", from_=0.0))
    return Methodology(id="random", nodes=tuple(nodes), indicators=tuple(indicators), grades=grades)


def _indicator(draw: st.DrawFn, code: str, parent: str) -> Indicator:
    return Indicator(
        code=code,
        parent=parent,
        weight=draw(weights),
        direction=draw(st.sampled_from([1, -1])),
        missing=draw(st.sampled_from(["reweight", "worst", "median"])),
        normalise=draw(
            st.sampled_from(
                [Normalisation(lower=10.0, upper=90.0), Normalisation(), Normalisation(method="minmax")],
            )
        ),
    )


def _tables(methodology: Methodology) -> st.SearchStrategy[np.ndarray]:
    count = len(methodology.scored)
    row = st.lists(numbers, min_size=count, max_size=count)
    return st.lists(row, min_size=len(UNITS), max_size=len(UNITS)).map(np.array)
