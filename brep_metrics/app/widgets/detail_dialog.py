"""What a click opens, where the eye is: a dialog over the page, closed by Escape, its cross or the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.wording.formats import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.access import Action
    from brep_metrics.app.context.visit import Visit

_SCRIPTS = "\n".join(
    Path(__file__).with_name(name).read_text("utf-8") for name in ("detail_dialog.js", "table_keys.js")
)
# Nothing of it is seen, so it must not take the height of a line. What a page prints is its own version for paper.
PART = (
    "<style>.st-key-dialog-focus { display: none } [data-testid=stDialog] h3 { font-size: 1.125rem }"
    " @media print { [data-testid=stDialog] { display: none } }</style>"
    f"<script>{_SCRIPTS}</script>"
)


def serve_the_keyboard() -> None:
    """Let keys open what a table's button opens, and give the focus back when a dialog closes.

    The first page that draws this does it for all.
    """
    with st.container(key="dialog-focus"):
        st.html(PART, unsafe_allow_javascript=True)


def detail_dialog(
    visit: Visit, title: str, draw: Callable[[], None], *, needs: Action, closes: tuple[str, ...]
) -> None:
    """Open a dialog in which `draw` shows what the parameters `closes` name; closing it takes them out of the address.

    A run of the dialog alone does not pass the page's guard, so it asks itself for the right that it `needs`.
    """

    def close() -> None:
        query_parameters.clear(*closes)

    def shown() -> None:
        if visit.may(needs):
            draw()

    st.dialog(plain(title), width="large", on_dismiss=close)(shown)()
