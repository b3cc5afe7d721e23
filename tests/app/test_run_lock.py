"""Runs of the pages take turns, and nobody waits long for one that computes for seconds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest

from brep_metrics.app.run_lock import run_lock


def test_one_run_after_the_other():
    """Of many that begin together, no two are inside at the same time."""
    together, inside, seen = Barrier(8), [], []

    def visit(number: int) -> bool:
        together.wait()
        with run_lock(60.0) as alone:
            inside.append(number)
            sleep(0.01)  # long enough for another to come in, if it could
            seen.append(tuple(inside))
            inside.remove(number)
        return alone

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(visit, range(8)))
    assert sorted(seen) == [(number,) for number in range(8)]


def test_nobody_waits_for_a_slow_run():
    """A run that has waited long enough goes on beside the slow one, and leaves the turn with it."""
    with run_lock() as first:
        with run_lock(0.01) as second:
            assert (first, second) == (True, False)
        with run_lock(0.01) as third:
            assert not third
    with run_lock(0.01) as after:
        assert after


def test_a_run_that_is_stopped_gives_its_turn_back():
    """Streamlit ends a run by an exception."""
    with pytest.raises(RuntimeError), run_lock():
        raise RuntimeError
    with run_lock(0.01) as alone:
        assert alone
