"""The papers of a round to print, each for whom it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Role
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.queries import rounds
from brep_metrics.app.widgets.heading import section
from brep_metrics.rounds.papers import papers_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round


def show_papers(visit: Visit, actor: Actor, round_: Round) -> None:
    """One link per paper: HTML in the reader's language, which the browser prints."""
    _ = visit.gettext
    found = rounds.results(visit, actor, round_)
    papers = papers_for(round_, found, visit.language, groups=None if actor.role is Role.EVALUATOR else actor.leads)
    if not papers:
        return
    section(_("To print"))
    with st.container(horizontal=True):
        for paper in papers:
            origin = {"round": round_.id, "period": round_.terms.period.code}
            given = Offer(
                visit, paper.code, f"round-{round_.id}-{paper.code}.html", "text/html", _bytes(paper.html), origin
            )
            download_button(paper.title, given, key=f"paper-{paper.code}", kind="tertiary")


def _bytes(html: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: html().encode()
