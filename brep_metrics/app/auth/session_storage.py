"""Sessions whose window is closed: kept for as long as the window may come back, then all that they hold is freed.

Streamlit's own storage forgets a session when its time is over, but the files that were uploaded into it stay.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import runtime
from streamlit.runtime.session_manager import SessionInfo, SessionStorage

from brep_metrics.app.auth import identity
from brep_metrics.app.auth.sessions import claims_of_session

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SESSIONS = 128
MAX_SECONDS_BETWEEN_LOOKS = 10


class FreeingSessionStorage(SessionStorage):
    """At most `MAX_SESSIONS` of them, each for `seconds`; a stranger's has nothing to come back to and goes at once."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, SessionInfo]] = OrderedDict()

    @property
    def seconds_between_looks(self) -> float:
        """How often to look for those whose time is over."""
        return min(max(self._seconds, 1.0), MAX_SECONDS_BETWEEN_LOOKS)

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session whose window was closed; the one that was closed first makes room."""
        stays = self._seconds if claims_of_session(session_info.session) or identity.provider() is None else 0.0
        self._kept[session_info.session.id] = (self._clock() + stays, session_info)
        while len(self._kept) > MAX_SESSIONS:
            _id, (_until, info) = self._kept.popitem(last=False)
            info.session.shutdown()

    def get(self, session_id: str) -> SessionInfo | None:
        """A kept session whose time is not over."""
        until, info = self._kept.get(session_id, (0.0, None))
        return info if info is not None and until > self._clock() else None

    def delete(self, session_id: str) -> None:
        """Forget a session: it came back, or was shut down."""
        self._kept.pop(session_id, None)

    def list(self) -> list[SessionInfo]:
        """The kept sessions."""
        return [info for _until, info in self._kept.values()]

    def free_expired(self) -> None:
        """Shut down the sessions whose time is over; that frees their files."""
        now = self._clock()
        for session_id, (until, info) in list(self._kept.items()):
            if until <= now:
                del self._kept[session_id]
                info.session.shutdown()


async def free_closed_sessions() -> None:
    """Put our storage in the place of Streamlit's, and look after it until the server stops."""
    storage = FreeingSessionStorage(float(st.get_option("server.disconnectedSessionTTL")))
    runtime.get_instance()._session_mgr._session_storage = storage  # type: ignore[attr-defined]  # noqa: SLF001 - `st.App` takes none
    while True:
        await asyncio.sleep(storage.seconds_between_looks)
        storage.free_expired()
