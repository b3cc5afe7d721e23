"""The boxes for filters, each bound to a parameter of the page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context.query_parameters import Codes, prepare, resolve, select_box, widget_key
from brep_metrics.app.wording.formats import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brep_metrics.app.context.visit import Visit


def select(
    visit: Visit,
    name: str,
    label: str,
    options: Sequence[str],
    *,
    default: str,
    title: Callable[[str], str],
    accept: Callable[[str], bool] | None = None,
) -> str:
    """A select box whose code is the address parameter `name`; returns the chosen code.

    `accept` admits codes beyond `options` that only a link can carry, such as a range of months.
    """
    admits = accept or frozenset(options).__contains__
    value = resolve(visit, name, label, default=(default,), admits=admits, stays=True)[0]
    select_box(name, label, options, value=value, title=title)
    return value


def segments(
    visit: Visit, name: str, label: str, options: Sequence[str], *, default: str, title: Callable[[str], str]
) -> str:
    """A row of two to five choices, one of which is always taken; returns its code."""
    value = resolve(visit, name, label, default=(default,), admits=frozenset(options).__contains__, stays=True)[0]
    prepare(name, value)
    st.segmented_control(
        label, options, default=value, format_func=lambda code: plain(title(code)), key=widget_key(name), required=True
    )
    return value


def several(
    visit: Visit,
    name: str,
    label: str,
    options: Sequence[str],
    *,
    title: Callable[[str], str],
    placeholder: str,
    limit: int | None = None,
    default: Codes = (),
) -> Codes:
    """A box for any number of codes up to `limit`; the parameter is repeated in the address, once a code."""
    admits = frozenset(options).__contains__
    value = resolve(visit, name, label, default=default, admits=admits, stays=True, limit=limit)
    prepare(name, list(value))
    st.multiselect(
        label, options, value, format_func=title, key=widget_key(name), max_selections=limit, placeholder=placeholder
    )
    return value
