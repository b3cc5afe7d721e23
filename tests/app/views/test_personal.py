"""What a reader keeps for themselves on the pages: saved views, and the card of first steps until it is dismissed."""

from __future__ import annotations

import pytest
import streamlit as st
from copies import copy_store

from brep_metrics.access.audit import local_user
from brep_metrics.app.context import stores
from brep_metrics.store import open_store


@pytest.fixture
def fresh(demo_store, tmp_path, monkeypatch, app):
    """A copy of the demonstration store, which `app` then opens."""
    copy_store(demo_store.address, tmp_path / "store")
    monkeypatch.setenv(stores.STORE_VARIABLE, str(tmp_path / "store"))
    return open_store(tmp_path / "store")


@pytest.fixture
def unfolded(monkeypatch):
    """The test driver cannot open a popover, so the saved views are drawn as if it were open."""
    folded = st.popover

    def drawn(label, **settings):
        if settings["key"] == "saved-views":
            return st.expander(label, **(settings | {"expanded": True}))
        return folded(label, **settings)

    monkeypatch.setattr(st, "popover", drawn)


def test_a_view_is_saved_opened_renamed_and_deleted(fresh, unfolded, app):
    """It brings back page and filters, whatever was chosen meanwhile; one that does not open any more says so."""
    views = fresh.personal(local_user(), "view")
    views.keep("Gone", "no-such-page?period=2024", limit=9)
    opened = app("coordination", lang="en", period="2024", sector="green_energy")
    opened.text_input("saved-views-name").input(" My  green ")
    opened.button("save-view").click().run()
    assert views.all() == {
        "Gone": "no-such-page?period=2024",
        "My green": "coordination?methodology=brep-annual&period=2024&sector=green_energy",
    }
    opened.selectbox("filter-period").select("2025").run()
    opened.multiselect("filter-sector").unselect("green_energy").run()
    opened.button("open-view-1").click().run()
    assert not opened.exception
    assert opened.selectbox("filter-period").value == "2024"
    assert opened.multiselect("filter-sector").value == ["green_energy"]
    opened.button("open-view-0").click().run()
    assert "not one of yours" in opened.sidebar.warning[0].value
    opened.selectbox("saved-views-chosen").select("My green").run()
    opened.text_input("saved-views-new-name").input("Gone")
    opened.button("rename-view").click().run()
    assert "this name already" in opened.sidebar.warning[0].value
    opened.text_input("saved-views-new-name").input("Green")
    opened.button("rename-view").click().run()
    opened.selectbox("saved-views-chosen").select("Gone").run()
    opened.button("delete-view").click().run()
    assert list(views.all()) == ["Green"]


def test_the_first_steps_are_shown_until_they_are_dismissed_for_good(fresh, app):
    """On the start page, in every later session no more, and again where the help is asked for them."""
    opened = app("overview", lang="en")
    assert "First steps" in opened.main.markdown[0].value
    opened.button("dismiss-first-steps").click().run()
    again = app("overview", lang="en")
    for one in (opened, again):
        assert not one.exception
        assert "dismiss-first-steps" not in {button.key for button in one.button}
    again.button("show-first-steps").click().run()
    assert "First steps" in again.main.markdown[0].value
    assert fresh.personal(local_user(), "dismissed").all() == {"first-steps": ""}
