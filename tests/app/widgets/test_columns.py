"""Clicks on a row, as a browser tells of them: it may tell of any."""

from __future__ import annotations

import pytest
import streamlit as st

from brep_metrics.app.widgets.columns import clicked_row, note_rows, opener, text


@pytest.fixture
def session(monkeypatch):
    """A session in which a table of three rows was drawn, whose names open what they name."""
    state: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", state)
    note_rows([opener("Group", "open-group"), text("Score")], 3)
    return state


@pytest.mark.parametrize("row", [0, 2])
def test_a_row_of_the_table_is_opened(session, row):
    """The first as well as the last."""
    session["open-group"] = {"row": row}
    assert clicked_row("open-group") == row


@pytest.mark.parametrize(
    "click", [None, {}, {"row": 3}, {"row": -1}, {"row": 10**9}, {"row": "0"}, {"row": 0.5}, {"row": None}, "0", [0], 0]
)
def test_a_row_that_the_table_does_not_have_is_none(session, click):
    """Be it forged, or of the table before it became shorter."""
    session["open-group"] = click
    assert clicked_row("open-group") is None


def test_a_click_on_a_table_that_was_not_drawn_is_none(session):
    """Its key alone opens nothing."""
    session["open-other"] = {"row": 0}
    assert clicked_row("open-other") is None
