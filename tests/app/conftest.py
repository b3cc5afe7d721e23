"""The dashboard on the demonstration network, run by Streamlit's own test driver."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from brep_metrics.access import Role
from brep_metrics.app import pages
from brep_metrics.app.cache import clear_caches
from brep_metrics.app.context import stores

MAIN = Path(stores.__file__).parents[1] / "main.py"


@pytest.fixture
def app(request, demo_store):
    """Opens a page of the dashboard: `app("scorecard", lang="zh", group="WG01")`.

    Results are kept from test to test, as they are from visitor to visitor; but not where a test replaces something.
    """
    replaces = "monkeypatch" in request.fixturenames
    if replaces:
        _forget()

    def run(page: str = "rankings", **parameters: str | list[str]) -> AppTest:
        opened = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in parameters.items():
            opened.query_params[name] = value
        if page != pages.pages_of(Role.EVALUATOR)[0].code:
            opened = opened.switch_page(pages.page(page).file)
        return opened.run()

    request.getfixturevalue("monkeypatch").setenv(stores.STORE_VARIABLE, demo_store.address)
    yield run
    if replaces:
        _forget()


def _forget() -> None:
    st.cache_resource.clear()
    clear_caches()
