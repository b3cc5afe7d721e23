"""Filters live in the page's address, by code: a copied link shows what its sender saw, in either language.

Streamlit's own binding writes translated labels and drops what it does not know in silence. Here a value is taken from
the address when it changed there (first visit, pasted link, back button), otherwise from the widget; only what differs
from the default is written back, and a value that cannot be used is explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.wording.formats import plain
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.i18n import Language

Codes = tuple[str, ...]

# What the reader chose with these stays chosen on the next page; other filters stay for the way back to their page.
SHARED = frozenset({"period", "methodology", "sector", "group", "generation", "as_of"})

_PAGE = "address.page"
_WRITTEN = "address.written"
_KEPT = "address.kept"
_RESOLVED = "address.resolved"


def begin_run(page: str) -> None:
    """Begin a run of `page`; on a page other than the last run's, the address counts as new."""
    st.session_state[_RESOLVED] = {}
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_WRITTEN] = {}


def select_box(name: str, label: str, options: Sequence[str], *, value: str, title: Callable[[str], str]) -> None:
    """The select box of a parameter that is settled already, for boxes that are not always drawn."""
    shown = list(options) if value in options else [value, *options]
    prepare(name, value)
    st.selectbox(label, shown, shown.index(value), format_func=title, key=widget_key(name))


def resolve(
    visit: Visit,
    name: str,
    label: str,
    *,
    default: Codes,
    admits: Callable[[str], bool],
    stays: bool = False,
    limit: int | None = None,
) -> Codes:
    """The codes of parameter `name` in this run, written back to the address; says which values cannot be used.

    A filter `stays`: it is still chosen when the reader comes back to the page. What is opened there is closed by then.
    A page settles what is its own even where it has nothing to show: else a link's value would stay unexplained.
    """
    given = tuple(st.query_params.get_all(name))
    value, refused = _taken(name, given, default, admits, stays=stays)
    if limit is not None:
        value, refused = value[:limit], (*refused, *value[limit:])
    if refused:
        explain(visit.language, label, refused)
    chosen = () if value == default else value
    st.session_state.setdefault(_RESOLVED, {})[name] = value
    st.session_state.setdefault(_KEPT, {})[_place(name)] = chosen
    write(name, chosen)
    return value


def set_codes(name: str, *codes: str) -> None:
    """Set parameter `name` from outside its widget (a click in a chart or a table), for the next run."""
    st.query_params[name] = list(codes)


def write(name: str, codes: Codes) -> None:
    """Put `codes` into the address, touching it only where it changes."""
    if tuple(st.query_params.get_all(name)) != codes:
        if codes:
            st.query_params[name] = list(codes)
        else:
            del st.query_params[name]
    st.session_state.setdefault(_WRITTEN, {})[name] = codes


def shown() -> dict[str, Codes]:
    """All that the page of the last run shows by its parameters, usual values too: they may be others another day."""
    resolved: dict[str, Codes] = {
        name: codes for name, codes in st.session_state.get(_RESOLVED, {}).items() if any(codes)
    }
    return resolved | {name: tuple(st.query_params.get_all(name)) for name in st.query_params}


def calls_for(name: str) -> bool:
    """Whether a link, the way back or an earlier visit of the page brings a value of `name` that is not shown yet."""
    written: dict[str, Codes] = st.session_state.setdefault(_WRITTEN, {})
    given = tuple(st.query_params.get_all(name))
    if given:
        return written.get(name) != given
    return name not in written and bool(st.session_state.get(_KEPT, {}).get(_place(name)))


def clear(*names: str) -> None:
    """Forget what was chosen with these, which are not drawn (any more); of what pages share, only the address does."""
    for name in names:
        if name not in SHARED:
            st.session_state.get(_KEPT, {}).pop(_place(name), None)
        write(name, ())


def clear_on_page(page: str, *names: str) -> None:
    """Forget what the reader chose with these on `page`, where a link is about to show just what was clicked.

    In the link itself a usual value would last only until the page is drawn.
    """
    for name in names:
        st.session_state.get(_KEPT, {}).pop(f"{page}.{name}", None)


def forget() -> None:
    """Forget all that the reader chose on any page, where a link is about to show what somebody saw there."""
    st.session_state[_KEPT] = {}


def explain(language: Language, label: str, refused: Codes) -> None:
    """Say which codes of a link cannot be used."""
    _ = translator(language).gettext
    text = _("The link asks for {label} “{codes}”, which cannot be used here (any more); the page is shown without it.")
    st.warning(plain(text.format(label=label, codes=", ".join(refused))), icon=":material/link_off:")


def _taken(
    name: str, given: Codes, default: Codes, admits: Callable[[str], bool], *, stays: bool
) -> tuple[Codes, Codes]:
    written: dict[str, Codes] = st.session_state.setdefault(_WRITTEN, {})
    kept: Codes = st.session_state.get(_KEPT, {}).get(_place(name)) or default
    if name in written and written[name] == given:
        value = _from_widget(name, kept)
        return (value if value and all(map(admits, value)) else default), ()
    if given:
        usable = tuple(code for code in given if admits(code))
        return usable or default, tuple(code for code in given if not admits(code))
    return kept if stays and name not in written and all(map(admits, kept)) else default, ()


def _from_widget(name: str, kept: Codes) -> Codes:
    held = st.session_state.get(widget_key(name), kept)
    if held is None:
        return kept
    return (held,) if isinstance(held, str) else tuple(held)


def _place(name: str) -> str:
    return name if name in SHARED else f"{st.session_state[_PAGE]}.{name}"


def prepare(name: str, value: object) -> None:
    """Let the widget of `name`, about to be drawn, hold `value`."""
    # A box that is new in the browser shows its default, whatever is held here: a run that told it may have been cut
    # short by the next one. So boxes get their value as default too, and this is for those that are drawn already.
    if st.session_state.get(widget_key(name), value) != value:
        st.session_state[widget_key(name)] = value


def widget_key(name: str) -> str:
    """The key under which the session holds the widget of a parameter."""
    return f"filter-{name}"
