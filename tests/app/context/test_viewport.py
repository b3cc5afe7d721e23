"""How wide a reader's window is taken to be until a chart in it has said so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from brep_metrics.app.context import viewport

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"
IPAD = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"


@pytest.fixture
def session(monkeypatch):
    """A session whose browser sends the given headers."""

    def begin(**headers: str) -> None:
        context = SimpleNamespace(headers={name.replace("_", "-"): value for name, value in headers.items()})
        monkeypatch.setattr(viewport, "st", SimpleNamespace(session_state={}, context=context))

    return begin


@pytest.mark.parametrize(
    ("browser", "narrow"), [(IPHONE, True), (ANDROID, True), (WINDOWS, False), (IPAD, False), ("", False)]
)
def test_a_browser_that_calls_itself_a_phone_gets_what_fits_a_phone(session, browser, narrow):
    """Everybody else gets the whole table."""
    session(User_Agent=browser)
    assert viewport.is_narrow() is narrow


def test_no_headers_mean_a_wide_window(session):
    """As in a run that no browser asked for."""
    session()
    assert viewport.is_narrow() is False


@pytest.mark.parametrize(("browser", "narrow"), [(IPHONE, False), (WINDOWS, True)])
def test_what_a_chart_measured_counts_for_more_than_the_browsers_name(session, browser, narrow):
    """A phone held sideways is wide; a small window of a large screen is narrow."""
    session(User_Agent=browser)
    viewport.reported(narrow=narrow)
    assert viewport.is_narrow() is narrow
