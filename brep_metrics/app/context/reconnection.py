"""A page whose server went away: run again at once by the server that took over, and the reader is told.

The window keeps its address, and with it the filters; what only the old server had, such as files that were chosen but
not loaded yet, is gone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from brep_metrics.i18n import Language

_PROTOCOL = "Sec-WebSocket-Protocol"
_SEEN = "reconnection.seen"


def survive_a_lost_server(language: Language) -> None:
    """Have the window run the page again once it is connected anew; say so in the first run there."""
    _run_again_when_connected()
    if _SEEN in st.session_state:
        return
    st.session_state[_SEEN] = True
    if _had_another_session(st.context.headers.get(_PROTOCOL, "")):
        _ = translator(language).gettext
        text = _(
            "The connection was lost for a moment, and the page was loaded again with the same filters. Please choose"
            " again any file that you were about to load."
        )
        st.toast(text, icon=":material/sync:", duration="long")


@st.fragment(run_every=timedelta(days=1))
def _run_again_when_connected() -> None:
    """Nothing: a window that comes back runs its page only where a part of it runs by itself."""


def _had_another_session(protocols: str) -> bool:
    """Whether the window named a session when it connected: this one is new, so another server had that one."""
    _name, _token, *session = protocols.split(",") if "," in protocols else ("", "")
    return bool(session)
