"""Work that takes seconds, done beside the pages: a page shows that it is under way and goes on."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
SECONDS_BETWEEN_LOOKS = 1.0


def begin(work: Callable[[], Result]) -> Future[Result]:
    """Do `work`, which must not touch the session, after whatever was begun before; keep the future in a cache."""
    return _worker().submit(work)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def wait_for(job: Future[Result], text: str) -> None:
    """Say what is under way, and draw the page anew, guard and all, as soon as it is done."""
    st.status(text, state="running")
    if job.done():
        st.rerun(scope="app")


@st.cache_resource(show_spinner=False)
def _worker() -> ThreadPoolExecutor:
    # One at a time: such work keeps a processor busy, which the pages need too.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="brep-background")
