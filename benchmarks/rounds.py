"""What upholding an objection would do to every group's result, against one evaluation of the same data.

The results before are at hand, as they are on the page. One corrected record and twenty of them run in turn with an
evaluation, and the best of several tries counts. Either ratio should be at most 1.5 for 1,000 groups and a million
rows. Prints one JSON line.

    python benchmarks/rounds.py [--groups 1000] [--rows 1000000] [--tries 5]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from synthetic import Size, write_network

from brep_metrics.methodology import DEFAULT_METHODOLOGY, RoundRules, load_methodology
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Action, Capacity, Round, Terms, corrections_of, effect, evaluation_of, fold
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable


_LATE = """
select report_id, due_on
from report
where submitted_on > due_on and period_end between date '2025-01-01' and date '2025-12-31'
order by report_id
limit 20
"""


def main() -> None:
    """Measure, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--tries", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "store")
        made = write_network(store, Size(given.groups, given.rows))
        round_ = verified(made.id if made else "")
        with store.read() as reading:
            cells = [f"report {report} submitted_on={due}" for report, due in reading.fetch(_LATE)]
        one, twenty = (corrections_of(store, round_, cells[:count], []) for count in (1, 20))
        before = evaluation_of(store, round_.terms, round_.fixed or "")
        moved = len(effect(store, round_, twenty, before))
        seconds = best(
            given.tries,
            evaluation=lambda: evaluation_of(store, round_.terms, round_.fixed or ""),
            effect_of_one=lambda: effect(store, round_, one, before),
            effect_of_twenty=lambda: effect(store, round_, twenty, before),
        )
    figures = {name: round(value, 3) for name, value in seconds.items()}
    ratios = {
        f"ratio_{name}": round(seconds[f"effect_of_{name}"] / seconds["evaluation"], 2) for name in ("one", "twenty")
    }
    print(json.dumps({"groups": given.groups, "rows": given.rows, "moved": moved, **figures, **ratios}))


def verified(generation: str) -> Round:
    """A round whose data are fixed; its snapshot, which takes long, is not made."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    terms = Terms(
        period=Period.parse("2025"),
        methodology_id=methodology.id,
        methodology_hash=methodology.hash,
        methodology_text=methodology.text,
        as_of=date(2026, 3, 31),
        as_of_reason=None,
        groups=("G0",),
        self_assessment_from=date(2026, 4, 1),
        rules=RoundRules(),
        whole_list=False,
        panel=("evaluator",),
    )
    opened = datetime(2026, 4, 1, tzinfo=UTC)
    fixed = {"generations": [generation], "snapshots": [""], "snapshot_size": 0}
    moment = opened + timedelta(days=60)
    acts = [
        Action(Act.OPEN, opened, "evaluator", Capacity.EVALUATOR, {"terms": terms.content()}),
        Action(Act.FIX_DATA, moment, "evaluator", Capacity.PANELIST, fixed),
    ]
    return fold("2025-1", acts, moment)


def best(tries: int, **works: Callable[[], object]) -> dict[str, float]:
    """The least seconds of each work, all run in turn."""
    found = dict.fromkeys(works, float("inf"))
    for _ in range(tries):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            found[name] = min(found[name], time.perf_counter() - begun)
    return found


if __name__ == "__main__":
    main()
