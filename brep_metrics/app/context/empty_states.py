"""What is shown instead of a page while there are no data for it, and the way to load some."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from brep_metrics.access import Action, Role, allowed
from brep_metrics.app.pages import page
from brep_metrics.app.wording.formats import day
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.i18n import Language


def nothing_loaded(language: Language, role: Role) -> NoReturn:
    """Say that the store is empty, to whom it may concern with what to do about it; ends the run."""
    _ = translator(language).gettext
    st.title(_("There are no data yet"), anchor=False)
    if allowed(role, Action.LOAD_DATA):
        st.markdown(
            _(
                "Load your own tables on the Data page, which has blank templates too, or the demonstration network "
                "with `brep demo`."
            )
        )
        st.page_link(page("data").file, label=_("Load the first data"), icon=":material/upload:")
    else:
        st.markdown(_("An evaluator has to load some first."))
    st.stop()


def nothing_recorded(visit: Visit) -> NoReturn:
    """Say that these data know no working group, at least not on the day that they are looked at; ends the run."""
    _ = visit.gettext
    st.title(_("There is no working group yet"), anchor=False)
    text = _("In generation {generation}, no working group had been recorded by {day}.")
    st.markdown(text.format(generation=visit.generation.id, day=day(visit.as_of, visit.language)))
    if visit.may(Action.LOAD_DATA):
        st.page_link(page("data").file, label=_("Load more data"), icon=":material/upload:")
    st.stop()
