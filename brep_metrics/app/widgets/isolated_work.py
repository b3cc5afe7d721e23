"""Waiting on a page for work in a process of its own: others are served meanwhile, and it ends when its reader goes."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics.app.run_lock import lock_given_away
from brep_metrics.snapshot import isolated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Each keeps a processor busy; the pages need one too.
MAX_AT_ONCE = 2
SECONDS_BETWEEN_LOOKS = 0.25

_places = BoundedSemaphore(MAX_AT_ONCE)


def isolated_result(task: str, archives: Sequence[Path]) -> Any:  # noqa: ANN401 - whatever the task gives
    """What `task` gives for these snapshots, in its turn.

    Streamlit ends a run whose reader has left, or has clicked on, at its next word to the browser: one is said at
    every look, and the process ends with the run.

    Raises:
        BrepError: what the task raised, or that it needed too much.

    """
    sign = st.empty()
    with lock_given_away():
        while not _places.acquire(timeout=SECONDS_BETWEEN_LOOKS):
            sign.empty()
        try:
            with isolated.started(task, archives) as work:
                while not work.is_done(SECONDS_BETWEEN_LOOKS):
                    sign.empty()
                return work.result()
        finally:
            _places.release()
