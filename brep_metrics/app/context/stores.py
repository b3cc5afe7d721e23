"""The store whose data the pages show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.store import WHOLE_NETWORK, open_store

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.store import Store

STORE_VARIABLE = "BREP_STORE"
DEFAULT_STORE = "data/store"


def current_store() -> Store:
    """The store that the environment names."""
    return the_store(os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)


@st.cache_resource(show_spinner=False)
def the_store(where: str) -> Store:
    """The store of this process; it keeps one connection for all sessions."""
    return open_store(where)


def shows_demonstration(store: Store) -> bool:
    """Whether the data are the fictional network: every group's name says so, but a chart may shorten it."""
    generation = store.current()
    return generation is not None and _is_demonstration(store, generation.id)


@cached(20, key=lambda store, generation: (store.address, generation))
def _is_demonstration(store: Store, generation: str) -> bool:
    with store.read(generation, scope=WHOLE_NETWORK) as reading:
        ((all_marked,),) = reading.fetch("select bool_and(contains(name_zh, '演示')) from working_group")
    return bool(all_marked)


@cached(200, key=lambda store, generation, day: (store.address, generation, day))
def knows_groups(store: Store, generation: str, day: date) -> bool:
    """Whether a generation holds a working group on a day."""
    with store.read(generation, as_of=day, scope=WHOLE_NETWORK) as reading:
        return bool(reading.fetch("select 1 from working_group limit 1"))
