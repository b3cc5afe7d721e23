"""Seconds a draw of the flat pipelines of scikit-criteria and pymcdm; run by robustness.py in their own interpreter.

One draw is what their users write for it: new weights, min-max scaling, weighted sum, ranks; no tree, no missing
values.

    python benchmarks/robustness_peers.py UNITS INDICATORS
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
from pymcdm.helpers import rankdata
from pymcdm.methods import WSM
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.pipeline import mkpipe
from skcriteria.preprocessing.scalers import MinMaxScaler, SumScaler

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWS, ROUNDS = 50, 3


def main() -> None:
    """Measure and print."""
    units, indicators = (int(argument) for argument in sys.argv[1:])
    random = np.random.default_rng(1)
    values = random.uniform(1, 100, (units, indicators))
    weights = random.uniform(0.75, 1.25, (DRAWS, indicators))
    weights /= weights.sum(axis=1, keepdims=True)
    pipeline = mkpipe(MinMaxScaler("matrix"), SumScaler("weights"), WeightedSumModel())
    method, types = WSM(), np.ones(indicators)
    tasks: dict[str, Callable[[np.ndarray], object]] = {
        "scikit-criteria": lambda each: pipeline.evaluate(mkdm(values, [max] * indicators, weights=each)).rank_,
        "pymcdm": lambda each: rankdata(method(values, each, types), reverse=True),
    }
    json.dump({name: seconds_a_draw(task, weights) for name, task in tasks.items()}, sys.stdout)


def seconds_a_draw(task: Callable[[np.ndarray], object], weights: np.ndarray) -> float:
    """The best of several rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for each in weights:
            task(each)
        times.append(time.perf_counter() - start)
    return min(times) / len(weights)


if __name__ == "__main__":
    main()
