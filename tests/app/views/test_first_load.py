from __future__ import annotations

import pytest
import streamlit as st

from brep_metrics.access import Role
from brep_metrics.app.context import stores
from brep_metrics.app.pages import pages_of
from brep_metrics.store import open_store

CODES = [page.code for page in pages_of(Role.EVALUATOR)]
TITLES = {"zh": "还没有数据", "en": "There are no data yet"}


@pytest.fixture
def empty_store(app, tmp_path, monkeypatch):
    """A store that nobody has written to; `app` opens this one from then on."""
    monkeypatch.setenv(stores.STORE_VARIABLE, str(tmp_path / "nothing"))
    st.cache_resource.clear()
    return open_store(tmp_path / "nothing")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_data_page_is_open_before_there_are_data(empty_store, app, language):
    """It offers templates and the box for files, in both languages, and writes nothing by being opened."""
    opened = app("data", lang=language)
    assert not opened.exception
    offered = {one.file_name for one in opened.session_state["downloads.offers"].values()}
    assert offered == {"templates.xlsx", "templates.zip"}
    assert len(opened.main.get("file_uploader")) == 2
    assert empty_store.current() is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [code for code in CODES if code != "data"])
def test_every_other_page_leads_there(empty_store, app, page, language):
    """Nothing is there to be shown, so the page says where the first data come from."""
    opened = app(page, lang=language)
    assert not opened.exception
    assert opened.title[0].value == TITLES[language]
    assert [one.proto.page for one in opened.main.get("page_link")] == ["data"]


@pytest.mark.parametrize("page", CODES)
def test_a_store_without_groups_is_no_failure(empty_store, app, page):
    """With the organizations alone loaded, every page explains what is missing."""
    with empty_store.write(who="test", why="organizations first") as draft:
        draft.execute(
            "insert into organization (organization_id, name_en, kind, recorded_on)"
            " values ('O1', 'One', 'business', date '2024-01-01')"
        )
    opened = app(page, lang="en")
    assert not opened.exception
    assert (opened.title[0].value == "There is no working group yet") == (page != "data")
