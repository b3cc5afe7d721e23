"""A process that makes a snapshot again: again.py STORE TARGET METHODOLOGY THREADS SECONDS [GROUP…].

SECONDS is how far it moves the clocks that Python shows; that of the database, which is no Python, stays.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path
from types import SimpleNamespace

from openpyxl.packaging import core

from brep_metrics.methodology import parse_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import create
from brep_metrics.store import leases, open_store


class _Moved(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.fromtimestamp(time.time(), tz)


def move_clocks(seconds: int) -> None:
    """Move `time`, and with it `date.today`; and `datetime.now` where a module of ours or openpyxl reads it."""
    plain, plain_ns, local, universal = time.time, time.time_ns, time.localtime, time.gmtime
    time.time = lambda: plain() + seconds
    time.time_ns = lambda: plain_ns() + seconds * 10**9
    time.localtime = lambda moment=None: local(time.time() if moment is None else moment)
    time.gmtime = lambda moment=None: universal(time.time() if moment is None else moment)
    for name, module in list(sys.modules.items()):
        if name.startswith("brep_metrics") and getattr(module, "datetime", None) is datetime:
            module.datetime = _Moved
    core.datetime = SimpleNamespace(**(vars(core.datetime) | {"datetime": _Moved}))


def main(store: str, target: str, methodology: str, threads: str, seconds: str, *groups: str) -> None:
    """Make it, on the day that the clocks then show."""
    plain = leases.settings
    leases.settings = lambda spill: {**plain(spill), "threads": int(threads)}
    if int(seconds):
        move_clocks(int(seconds))
    inputs = {"period": Period.parse("2025"), "language": "zh", "groups": groups or None}
    rules = parse_methodology(Path(methodology).read_text("utf-8"), file="m")
    create(open_store(store), Path(target), methodology=rules, **inputs)


if __name__ == "__main__":
    main(*sys.argv[1:])
