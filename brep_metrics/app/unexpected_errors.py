"""What a page says when the program fails: a sentence with a number; what happened is in the server's log under it."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from brep_metrics.app.auth import identity
from brep_metrics.app.context.language import resolve_language
from brep_metrics.errors import BrepError, StoreError
from brep_metrics.i18n import N_, translator

_log = logging.getLogger(__name__)


def show(error: Exception) -> bool:
    """Take the place of Streamlit's own display, which may show paths and values; always True: nothing else is drawn.

    An error that is meant for people says what is wrong itself; one of the store names files, for the operator alone.
    """
    language = resolve_language()
    if isinstance(error, BrepError) and (identity.is_local() or not isinstance(error, StoreError)):
        text = error.text(language)
    else:
        number = secrets.token_hex(4)
        _log.error("unexpected error %s", number, exc_info=error)
        text = translator(language).gettext(_sentence(error)).format(number=number)
    st.error(text, icon=":material/error:")
    return True


def _sentence(error: Exception) -> str:
    if isinstance(error, StoreError):
        return N_("The data cannot be read at the moment. Please give whoever runs this dashboard the number {number}.")
    return N_("This page met an unexpected error. Please give whoever runs this dashboard the number {number}.")
