"""How long `brep` takes to start, beside importing the libraries that it cannot do without.

Both sides are whole processes of one run, taken by turns; the time is the processor's, so that a busy machine does not
make it longer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory

ROUNDS = 9
BREP = (sys.executable, "-c", "from brep_metrics.cli import main; main()")
CASES = {
    "help": ((*BREP, "--help"), "import typer, rich"),
    "evaluate": ((*BREP, "evaluate", "--period", "2025"), "import pandas, duckdb"),
}


def seconds(command: tuple[str, ...], environment: dict[str, str]) -> float:
    """The processor time of one process."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(ours: tuple[str, ...], libraries: str, environment: dict[str, str]) -> dict[str, float]:
    """The medians of both sides, after one round that fills the caches."""
    sides: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for side, command in zip(sides, (ours, (sys.executable, "-c", libraries)), strict=True):
            side.append(seconds(command, environment))
    one, other = (median(side[1:]) for side in sides)
    return {"seconds": round(one, 3), "baseline_seconds": round(other, 3), "ratio": round(one / other, 2)}


def main() -> None:
    """Print one JSON line."""
    with TemporaryDirectory(prefix="brep-start-") as folder:
        environment = os.environ | {"BREP_STORE": str(Path(folder) / "store"), "BREP_LANG": "en"}
        subprocess.run((*BREP, "demo"), env=environment, check=True, capture_output=True)
        found = {name: measured(*case, environment) for name, case in CASES.items()}
    print(json.dumps({"benchmark": "start", **found}))


if __name__ == "__main__":
    main()
