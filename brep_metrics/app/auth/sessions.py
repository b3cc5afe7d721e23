"""Streamlit's sessions as the server sees them, outside a run of a page: which there are, and whose each is.

Streamlit shows none of this publicly; what is used here is pinned by tests/app/auth/ and tests/app/downloads/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.runtime.app_session import AppSession


def sessions() -> Iterator[AppSession]:
    """The sessions of open windows, and of closed ones that may still come back."""
    manager = runtime.get_instance()._session_mgr  # noqa: SLF001
    for info in (*manager.list_active_sessions(), *manager._session_storage.list()):  # type: ignore[attr-defined]  # noqa: SLF001
        yield info.session


def claims_of_session(session: AppSession) -> dict[str, object]:
    """What the sign-in said of the reader who opened this session; empty for a stranger."""
    return dict(session._user_info)  # noqa: SLF001


def files_of(session: AppSession) -> list[int]:
    """The sizes of the files that were uploaded into a session."""
    storage = runtime.get_instance().uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    return [len(file.data) for file in list(storage.get(session.id, {}).values())]
