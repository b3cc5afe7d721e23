"""Whether a window that connects had a session on another server before."""

from __future__ import annotations

import pytest

from brep_metrics.app.context.reconnection import _had_another_session


@pytest.mark.parametrize(
    ("protocols", "expected"),
    [
        ("", False),
        ("streamlit", False),
        ("streamlit, 2|token", False),
        ("streamlit, 2|token, 8f7c4e0a-0c55-4a4f-9a0e-5d1f0d7d9d3a", True),
    ],
)
def test_a_window_names_the_session_that_it_had(protocols: str, *, expected: bool):
    """Streamlit's browser side names the protocol, a token, and the session where there was one."""
    assert _had_another_session(protocols) is expected
