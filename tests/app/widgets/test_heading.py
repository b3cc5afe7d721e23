"""What the browser's window is called."""

from __future__ import annotations

import pytest
import streamlit as st

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.widgets.heading import name_window
from brep_metrics.store import WHOLE_NETWORK, AccessScope

OWN = AccessScope.of_groups(["WG05"])


@pytest.mark.parametrize(
    ("language", "scope", "about", "title"),
    [
        ("en", WHOLE_NETWORK, ("Oil and Gas", "Laos"), "Oil and Gas, Laos · Outcomes"),
        ("zh", WHOLE_NETWORK, ("油气", "老挝"), "油气、老挝 · 成果"),
        ("en", WHOLE_NETWORK, (), None),
        ("en", OWN, ("Laos",), "Laos · Outcomes"),
        ("en", OWN, (), "{group} · Outcomes"),
        ("en", OWN, ("",), "{group} · Outcomes"),
    ],
)
def test_a_window_is_called_by_what_the_page_is_about(demo_store, monkeypatch, language, scope, about, title):
    """Then by the page; what is about nothing in particular is about the groups of a reader who has some."""
    told = []
    monkeypatch.setattr(st, "set_page_config", lambda **given: told.append(given["page_title"]))
    name_window(Visit("outcomes", language, demo_store, demo_store.current(), visitor=None, access_scope=scope), *about)
    with demo_store.read() as reading:
        ((group,),) = reading.fetch("select name_en from working_group where group_id = 'WG05'")
    assert told == ([title.format(group=group)] if title else [])
