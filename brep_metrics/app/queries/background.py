"""Work that takes seconds, done beside the pages: a page shows that it is under way and goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

import streamlit as st

Result = TypeVar("Result")
Wanted = Callable[[], bool]
"""Tells whether work is still wanted."""

SECONDS_BETWEEN_LOOKS = 1.0
# A reader who has gone looks no more; one with a slow network does, late.
PATIENCE = 10.0


class Job(Generic[Result]):
    """Work that is done in its turn while anybody asks for it; given up, it begins anew once somebody does.

    `work` is handed what tells whether it is still wanted, and raises TimeoutError once it is not.
    """

    def __init__(self, work: Callable[[Wanted], Result], clock: Callable[[], float] = time.monotonic) -> None:
        self._work = work
        self._clock = clock
        self._asked = clock()
        self._lock = Lock()
        self._future: Future[Result] | None = None

    def done(self) -> bool:
        """Whether the result is there; asking is what keeps the work wanted."""
        with self._lock:
            self._asked = self._clock()
            if self._future is None:
                self._future = _worker().submit(self._unless_given_up)
            return self._future.done()

    def result(self) -> Result:
        """The result, or the error, of work that is done."""
        if not self.done() or self._future is None:
            raise RuntimeError
        return self._future.result()

    def _is_wanted(self) -> bool:
        """Whether somebody has asked lately; if not, the next who asks begins the work anew."""
        with self._lock:
            if self._clock() - self._asked > PATIENCE:
                self._future = None
            return self._future is not None

    def _unless_given_up(self) -> Result:
        if not self._is_wanted():
            raise TimeoutError
        return self._work(self._is_wanted)


def begin(work: Callable[[Wanted], Result]) -> Job[Result]:
    """Do `work`, which must not touch the session, after whatever was begun before; keep the job in a cache."""
    job = Job(work)
    job.done()
    return job


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def wait_for(job: Job[Result], text: str) -> None:
    """Say what is under way, and draw the page anew, guard and all, as soon as it is done."""
    st.status(text, state="running")
    if job.done():
        st.rerun(scope="app")


@st.cache_resource(show_spinner=False)
def _worker() -> ThreadPoolExecutor:
    # One at a time: such work keeps a processor busy, which the pages need too.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="brep-background")
