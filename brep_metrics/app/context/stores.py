"""The store whose data the pages show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.errors import StoreDamaged
from brep_metrics.i18n import N_, Message
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.store import Generation, Store

STORE_VARIABLE = "BREP_STORE"
DEFAULT_STORE = "data/store"
# The stores of which this process has read data.
_seen: set[str] = set()


def current_store() -> Store:
    """The store that the environment names."""
    return the_store(os.environ.get(STORE_VARIABLE, DEFAULT_STORE))


@st.cache_resource(show_spinner=False)
def the_store(where: str) -> Store:
    """The store of this process; it keeps one connection for all sessions."""
    return open_store(where)


def current_generation(store: Store) -> Generation | None:
    """The current generation; None only where there has never been one: a folder that vanished is no empty store.

    Raises:
        StoreDamaged: this process has read data of the store, and they are gone.

    """
    generation = store.current()
    if generation is not None:
        _seen.add(store.address)
    elif store.address in _seen:
        raise StoreDamaged(Message(N_("The data of the store {path} are gone"), {"path": store.address}))
    return generation


def shows_demonstration(store: Store) -> bool:
    """Whether the data are the fictional network: every group's name says so, but a chart may shorten it."""
    generation = store.current()
    return generation is not None and _is_demonstration(store, generation.id)


@cached(20, key=lambda store, generation: (store.address, generation))
def _is_demonstration(store: Store, generation: str) -> bool:
    with store.read(generation) as reading:
        ((all_marked,),) = reading.fetch("select bool_and(contains(name_zh, '演示')) from working_group")
    return bool(all_marked)


@cached(200, key=lambda store, generation, day: (store.address, generation, day))
def knows_groups(store: Store, generation: str, day: date) -> bool:
    """Whether a generation holds a working group on a day."""
    with store.read(generation, as_of=day) as reading:
        return bool(reading.fetch("select 1 from working_group limit 1"))
