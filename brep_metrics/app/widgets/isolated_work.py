"""Waiting on a page for work in a process of its own: others are served meanwhile, and it ends when its reader goes."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics import isolated
from brep_metrics.app.run_lock import lock_given_away
from brep_metrics.isolated import SECONDS_BETWEEN_LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.i18n import Message
    from brep_metrics.isolated import Limits, Work

# Each keeps a processor busy; the pages need one too.
MAX_AT_ONCE = 2

_places = BoundedSemaphore(MAX_AT_ONCE)


def isolated_result(
    task: str,
    *arguments: Any,  # noqa: ANN401 - whatever the task takes
    limits: Limits | None = None,
    progress: Callable[[Message, float], None] | None = None,
) -> Any:  # noqa: ANN401 - whatever the task gives
    """What a task gives, in its turn.

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
            with isolated.started(task, *arguments, limits=limits) as work:
                while not work.is_done(SECONDS_BETWEEN_LOOKS):
                    sign.empty()
                    _show(work, progress)
                return work.result()
        finally:
            _places.release()


def _show(work: Work, progress: Callable[[Message, float], None] | None) -> None:
    said = work.progress() if progress else None
    if progress and said:
        progress(*said)
