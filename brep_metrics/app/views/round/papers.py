"""What can be taken away of a round: the papers to print, each for whom it is, and the snapshots of its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Role
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.queries import rounds
from brep_metrics.app.widgets.heading import section
from brep_metrics.rounds import STAGE_TITLES, snapshot_file
from brep_metrics.rounds.papers import papers_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round, Stage


def show_papers(visit: Visit, actor: Actor, round_: Round) -> None:
    """One link per paper: HTML in the reader's language, which the browser prints."""
    _ = visit.gettext
    found = rounds.results(visit, actor, round_)
    groups = None if actor.role is Role.EVALUATOR else actor.leads
    noticed = rounds.noticed_results(visit, actor, round_)
    papers = papers_for(round_, found, visit.language, groups=groups, noticed=noticed)
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


def show_snapshots(visit: Visit, round_: Round) -> None:
    """The snapshot that was made at each stage with results, for those to whom all of it is open."""
    if not (round_.snapshots and visit.access_scope.is_network):
        return
    _ = visit.gettext
    section(_("Snapshots kept of its results"))
    with st.container(horizontal=True):
        for stage in round_.snapshots:
            origin = {"round": round_.id, "stage": str(stage)}
            file = f"round-{round_.id}-{stage}.zip"
            given = Offer(visit, f"snapshot-{stage}", file, "application/zip", _kept(visit, round_, stage), origin)
            title = STAGE_TITLES[stage].text(visit.language)
            download_button(title[:1].upper() + title[1:], given, key=f"round-snapshot-{stage}", kind="tertiary")


def _kept(visit: Visit, round_: Round, stage: Stage) -> Callable[[], bytes]:
    def read() -> bytes:
        with snapshot_file(visit.store, round_, stage) as path:
            return path.read_bytes()

    return read


def _bytes(html: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: html().encode()
