"""What a table shows of names that have no room."""

from __future__ import annotations

import pandas as pd
import pytest
import streamlit as st

from brep_metrics.app.widgets import tables
from brep_metrics.app.widgets.columns import named

GROUPS = (
    "Demo Working Group on Energy Planning",
    "Demo Working Group on Media",
    "Demo Working Group on Green Hydrogen",
)


@pytest.fixture
def shown(monkeypatch):
    """Draws a table with one column of names, and gives its cells as they are sent."""
    sent = []
    monkeypatch.setattr(st, "dataframe", lambda data, **_: sent.append(data))
    monkeypatch.setattr(st, "session_state", {})

    def draw(names, width, *, narrow=False, among=()):
        monkeypatch.setattr("brep_metrics.app.widgets.columns.is_narrow", lambda: narrow)
        frame = pd.DataFrame({"name": list(names)})
        tables.grid("test", frame, alt="Groups", columns={"name": named("Group", width)}, among=among)
        return sent[-1]["name"].to_pylist()

    return draw


def test_names_with_room_are_whole(shown):
    """The widest has 37 narrow characters."""
    assert shown(GROUPS, 330) == list(GROUPS)


def test_names_without_room_lose_what_all_of_them_share(shown):
    """At every width; on a phone the rest is cut too."""
    assert shown(GROUPS, 200) == ["Energy Planning", "Media", "Green Hydrogen"]
    assert shown(["Demo A name longer than a phone", "Demo B", "Demo C"], 300, narrow=True) == [
        "A name longer tha…",
        "B",
        "C",
    ]


def test_what_is_shared_is_that_of_all_groups_where_the_table_has_few(shown):
    """One name alone shares everything with itself, or nothing; a name of something else keeps all of its words."""
    assert shown(GROUPS[1:2], 160, among=GROUPS) == ["Media"]
    assert shown(["Demo Working Group on paper"], 160, among=GROUPS) == ["Demo Working Group on paper"]
