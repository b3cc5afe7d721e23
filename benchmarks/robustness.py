"""How long 10,000 draws of all factors take, against a floor, a plain loop and the flat pipelines of two libraries.

The floor is NumPy alone on arrays of the same shapes: one matrix product per node, one argsort per draw, in blocks of
1,000 draws, with nothing drawn, rounded or counted. Ours goes from scores to rank intervals, and then to P(A above B)
for all pairs too. All run in turn, and the best of several rounds counts. Memory is what the process holds at most
beyond what it held before (tracemalloc, which sees NumPy's arrays). Prints one JSON line.

    python benchmarks/robustness.py [--rounds 7] [--draws 10000] [--peers PYTHON]

`--peers` is an interpreter with scikit-criteria and pymcdm, which are no dependency of this package.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.methodology import Indicator, Methodology, Node, Normalisation, Robustness
from brep_metrics.robustness.factors import factors_of
from brep_metrics.robustness.problem import problem_of
from brep_metrics.robustness.simulation import simulate
from brep_metrics.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from brep_metrics.scoring import Scores

    Floats = NDArray[np.float64]

INDICATORS, DIMENSIONS, BLOCK = 25, 5, 1_000
EACH = INDICATORS // DIMENSIONS
LOOP_DRAWS = 300
WITH_GAPS = 0.1  # share of units that lack two values
QUANTILES = (0.05, 0.5, 0.95)


def network() -> Methodology:
    """Twenty-five indicators in five dimensions below a root, with every factor of the default methodology."""
    dimensions = tuple(Node(code=f"d{number}", parent="index", weight=1.0 + number) for number in range(DIMENSIONS))
    indicators = tuple(
        Indicator(
            code=f"i{number}",
            parent=f"d{number // EACH}",
            weight=1.0 + number % 3,
            normalise=Normalisation(lower=10.0, upper=90.0),
        )
        for number in range(INDICATORS)
    )
    factors = Robustness(
        scale=(1.0, 100.0),
        weights=0.25,
        normalise=("goalposts", "minmax", "zscore", "rank"),
        aggregate=("arithmetic", "geometric"),
        missing=("reweight", "median"),
        leave_out=True,
    )
    return Methodology(
        id="benchmark", nodes=(Node(code="index"), *dimensions), indicators=indicators, robustness=factors
    )


def scored(units: int, methodology: Methodology) -> Scores:
    """Random values, some of them missing."""
    random = np.random.default_rng(20210608)
    values = random.uniform(0, 100, (units, INDICATORS))
    values[np.ix_(np.flatnonzero(random.random(units) < WITH_GAPS), np.array([3, 17]))] = np.nan
    return score(values, methodology, units=[f"u{number}" for number in range(units)])


def ours(scores: Scores, methodology: Methodology, draws: int, *, pairs: bool) -> None:
    """From scores to rank intervals."""
    problem = problem_of(scores, methodology, factors_of(methodology))
    tallies = simulate(problem, draws, 1, pairs=pairs)
    for share in QUANTILES:
        tallies.ranks.quantile(share)


def floor(normalised: Floats, weights: Floats) -> None:
    """One matrix product per node, one argsort per draw: `weights` (D, 30) as given, values (U, 25)."""
    columns = [np.ascontiguousarray(normalised[:, n * EACH : (n + 1) * EACH].T) for n in range(DIMENSIONS)]
    nodes = np.empty((DIMENSIONS, BLOCK, len(normalised)))
    for first in range(0, len(weights), BLOCK):
        block = weights[first : first + BLOCK]
        held = nodes[:, : len(block)]
        for number, values in enumerate(columns):
            np.matmul(block[:, number * EACH : (number + 1) * EACH], values, out=held[number])
        np.argsort(np.matmul(block[:, None, INDICATORS:], held.transpose(1, 0, 2))[:, 0], axis=1)


def plain_loop(normalised: Floats, weights: Floats) -> None:
    """The same draws one at a time, as one would write it first: weights rescaled, nodes, rounding, ranks."""
    for draw in weights:
        nodes = np.empty((len(normalised), DIMENSIONS))
        for number in range(DIMENSIONS):
            part = slice(number * EACH, (number + 1) * EACH)
            nodes[:, number] = normalised[:, part] @ (draw[part] / draw[part].sum())
        rounded = np.floor(nodes @ (draw[INDICATORS:] / draw[INDICATORS:].sum()) * 100 + 0.5) / 100
        ordered = np.sort(rounded)
        len(rounded) - np.searchsorted(ordered, rounded, side="right") + 1


def best_of(rounds: int, tasks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The shortest time of each task in seconds; they take turns, so that a busy machine slows all alike."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    return {name: min(each) for name, each in times.items()}


def most_memory(task: Callable[[], object]) -> float:
    """The most MiB that a task holds at a time."""
    tracemalloc.start()
    task()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def peers(python: str | None, units: int) -> dict[str, float | str]:
    """Seconds a draw of each library, from its own interpreter."""
    if python is None:
        return {
            "skipped": "scikit-criteria and pymcdm are no dependency: give an interpreter that has them with --peers"
        }
    script = Path(__file__).with_name("robustness_peers.py")
    done = subprocess.run([python, script, str(units), str(INDICATORS)], check=True, capture_output=True, text=True)
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--peers", metavar="PYTHON")
    asked = parser.parse_args()
    methodology = network()
    small, large = scored(200, methodology), scored(1_000, methodology)
    normalised = np.nan_to_num(small.normalised)
    weights = np.random.default_rng(1).uniform(0.75, 1.25, (asked.draws, INDICATORS + DIMENSIONS))
    seconds = best_of(
        asked.rounds,
        {
            "floor": lambda: floor(normalised, weights),
            "ranks": lambda: ours(small, methodology, asked.draws, pairs=False),
            "ranks_and_pairs": lambda: ours(small, methodology, asked.draws, pairs=True),
            "plain_loop": lambda: plain_loop(normalised, weights[:LOOP_DRAWS]),
        },
    )
    loop = seconds["plain_loop"] / min(LOOP_DRAWS, asked.draws)
    each = seconds["ranks"] / asked.draws
    libraries = peers(asked.peers, 200)
    result = {
        "benchmark": "robustness",
        "draws": asked.draws,
        "units": 200,
        "indicators": INDICATORS,
        "floor_ms": seconds["floor"] * 1e3,
        "ranks_ms": seconds["ranks"] * 1e3,
        "ranks_and_pairs_ms": seconds["ranks_and_pairs"] * 1e3,
        "ranks_to_floor": seconds["ranks"] / seconds["floor"],
        "pairs_to_floor": (seconds["ranks_and_pairs"] - seconds["ranks"]) / seconds["floor"],
        "plain_loop_to_ranks": loop / each,
        "libraries": libraries,
        "libraries_to_ranks": {name: value / each for name, value in libraries.items() if isinstance(value, float)},
        "memory_mib_200": most_memory(lambda: ours(small, methodology, asked.draws, pairs=True)),
        "memory_mib_1000": most_memory(lambda: ours(large, methodology, asked.draws, pairs=True)),
    }
    json.dump(result, sys.stdout)
    print()


if __name__ == "__main__":
    main()
