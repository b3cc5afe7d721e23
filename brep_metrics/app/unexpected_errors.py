"""What a page shows in place of Streamlit's own display when the program fails."""

from __future__ import annotations

import streamlit as st

from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.context.language import resolve_language


def show(error: Exception) -> bool:
    """A sentence instead of paths, values and a traceback; always True: nothing else is drawn."""
    st.error(sentence(error, resolve_language()), icon=":material/error:")
    return True
