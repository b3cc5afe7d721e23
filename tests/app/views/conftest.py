"""A copy of the demonstration network that a test may change."""

from __future__ import annotations

import pytest
import streamlit as st
from copies import copy_store

from brep_metrics.app.cache import clear_caches
from brep_metrics.app.context import stores
from brep_metrics.store import open_store


@pytest.fixture
def own_store(app, demo_store, tmp_path, monkeypatch):
    """The demonstration network in a store of the test's own; `app` opens this one from then on."""
    store = open_store(copy_store(demo_store.address, tmp_path / "store"))
    monkeypatch.setenv(stores.STORE_VARIABLE, store.address)
    st.cache_resource.clear()
    clear_caches()
    return store
