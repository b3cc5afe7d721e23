"""Making a snapshot of what the page is set to: period, methodology, generation, as-of date and language.

A lead makes one of its own groups, of the result that the other pages show it: data and date are no choice of its own.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

import streamlit as st

from brep_metrics import snapshot
from brep_metrics.access import Action
from brep_metrics.app.context import query_parameters
from brep_metrics.app.context.data_version import is_day
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.queries import results
from brep_metrics.app.queries.choices import offered_periods
from brep_metrics.app.queries.rounds import stages_of
from brep_metrics.app.run_lock import lock_given_away
from brep_metrics.app.views.snapshots.notes import WITHOUT, choose_notes
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.faults import show_error
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.formats import day, moment, number, plain
from brep_metrics.errors import BrepError, UsageError
from brep_metrics.i18n import LANGUAGES, N_, Message, listed
from brep_metrics.periods import Period
from brep_metrics.scoring import default_as_of
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from brep_metrics.access import Note
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Generation, Store

WANTED = "snapshot.wanted"
_NO_LETTER = re.compile(r"\W")
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


class Inputs(NamedTuple):
    """All that a snapshot depends on; equal inputs give equal bytes."""

    store: str
    generation: str
    methodology: str
    period: str
    as_of: date
    language: Language
    groups: tuple[str, ...] | None
    published: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    round_stage: snapshot.RoundStage | None = None

    @property
    def file(self) -> str:
        """The name under which it is taken away."""
        period = self.period.replace("..", "_")
        groups = "".join(f"{_NO_LETTER.sub('_', group)}-" for group in self.groups or ())
        stage = f"{self.round_stage.stage}-" if self.round_stage else ""
        return f"brep-{period}-{groups}{self.generation}-{self.as_of:%Y%m%d}-{stage}{self.language}.zip"


class Made(NamedTuple):
    """A snapshot ready to be taken away."""

    content: bytes
    sha256: str


def show_making(selection: Selection) -> None:
    """The remaining choices, the button, and what it has made."""
    visit = selection.visit
    _ = visit.gettext
    if visit.access_scope.is_network:
        about = _(
            "One zip with scores, evidence, data, methodology, a workbook and a brief for the meeting; "
            "anyone can compute it anew from what is inside."
        )
    elif visit.access_scope.is_evaluator:
        about = _(
            "One zip with the records, evidence and results of the groups that you may see, the methodology and a"
            " workbook."
        )
    else:
        about = _(
            "One zip with all records, evidence and results of your groups, the methodology and a workbook; other"
            " groups are in it as a distribution only, and scores and ranks once they are published."
        )
    section(_("Make a snapshot"), about)
    wanted = _chosen(selection)
    if st.button(_("Make the snapshot"), icon=":material/photo_camera:", type="primary", key="make-snapshot"):
        st.session_state[WANTED] = wanted
    if st.session_state.get(WANTED) == wanted:
        _offer(selection, wanted)


def make_snapshot(selection: Selection, wanted: Inputs) -> Made:
    """The one place where a page makes a snapshot; the store's journal records it.

    Raises:
        BrepError: the reader may not make one, the methodology cannot be evaluated on these data, or the store cannot
            be read or written.

    """
    if not selection.visit.may(Action.MAKE_SNAPSHOT):
        raise UsageError(Message(N_("This sign-in has ended")))
    with lock_given_away():
        return _made(selection.visit.store, selection.methodology, wanted, selection.visit.who)


@st.cache_resource(max_entries=4, show_spinner=False)
def _made(_store: Store, _methodology: Methodology, wanted: Inputs, _who: str) -> Made:
    with scratch_folder("snapshot") as folder:
        made = snapshot.create(
            _store,
            folder / wanted.file,
            methodology=_methodology,
            period=Period.parse(wanted.period),
            language=wanted.language,
            generation=wanted.generation,
            as_of=wanted.as_of,
            groups=wanted.groups,
            notes=wanted.notes,
            round_stage=wanted.round_stage,
            who=_who,
        )
        return Made(made.path.read_bytes(), made.sha256)


def _chosen(selection: Selection) -> Inputs:
    visit = selection.visit
    _ = visit.gettext
    if not visit.access_scope.is_network:
        own = tuple(sorted(visit.access_scope.visible_groups))
        _only(visit, "generation", _("Generation"), selection.generation.id)
        _only(visit, "as_of", _("Data as of"), selection.as_of.isoformat())
        _only(visit, "scope", _("Scope"), snapshot.scope_of_groups(own))
        return _inputs(selection, selection.generation.id, selection.as_of, own)
    every = {generation.id: generation for generation in reversed(visit.store.generations())}
    with st.container(horizontal=True):
        generation = filters.select(
            visit,
            "generation",
            _("Generation"),
            list(every),
            default=selection.generation.id,
            title=lambda code: f"{code} · {moment(every[code].created_at, visit.language)}",
        )
        as_of = _as_of(selection, every[generation])
        groups = _groups(selection)
        stage = _stage(selection, generation, as_of) if groups is None else None
        return _inputs(selection, generation, as_of, groups)._replace(round_stage=stage)


def _only(visit: Visit, name: str, label: str, code: str) -> None:
    """A parameter that has but one value for a lead: a link that asks for another is explained."""
    query_parameters.resolve(visit, name, label, default=(code,), admits=frozenset({code}).__contains__)


def _inputs(selection: Selection, generation: str, as_of: date, groups: tuple[str, ...] | None) -> Inputs:
    """All of them, with the language; what has been published is one where the snapshot is for a lead."""
    visit = selection.visit
    language = filters.select(
        visit, "text", visit.gettext("Language"), LANGUAGES, default=visit.language, title=LANGUAGE_NAMES.__getitem__
    )
    return Inputs(
        visit.store.address,
        generation,
        selection.methodology.hash,
        selection.period.code,
        as_of,
        cast("Language", language),
        groups,
        () if groups is None else tuple(one.at for one in visit.publications),
        choose_notes(selection) if groups is None else (),
    )


def stage_code(round_: str, stage: str) -> str:
    """A stage of a round in the address."""
    return f"{round_}:{stage}"


def _stage(selection: Selection, generation: str, as_of: date) -> snapshot.RoundStage | None:
    """The stage of which a round keeps a snapshot of the same evaluation, where it shall say so."""
    visit = selection.visit
    offered = {stage_code(one.round, one.stage): one for one in stages_of(selection, generation, as_of)}
    if not offered:
        query_parameters.clear("stage")
        return None
    titles = {WITHOUT: visit.gettext("not stated")}
    titles |= {code: one.title.text(visit.language) for code, one in offered.items()}
    title = visit.gettext("Stage of the results")
    return offered.get(filters.select(visit, "stage", title, list(titles), default=WITHOUT, title=titles.__getitem__))


def _groups(selection: Selection) -> tuple[str, ...] | None:
    """All groups, or one for its lead; a link may ask for several."""
    visit = selection.visit
    names = {group.group_id: group.name.text(visit.language) for group in results.evaluation(selection).groups}
    titles = {snapshot.EVERYTHING: visit.gettext("all groups")}
    titles |= {snapshot.scope_of_groups([code]): name for code, name in names.items()}
    scope = filters.select(
        visit,
        "scope",
        visit.gettext("Scope"),
        list(titles),
        default=snapshot.EVERYTHING,
        title=lambda code: (
            titles.get(code) or listed(map(names.__getitem__, snapshot.groups_of_scope(code) or ()), visit.language)
        ),
        accept=lambda code: names.keys() >= set(snapshot.groups_of_scope(code) or ()),
    )
    return snapshot.groups_of_scope(scope)


def _as_of(selection: Selection, generation: Generation) -> date:
    """The cut-off of the period, the generation's own date, or the end of a quarter; a link may ask for any day."""
    visit = selection.visit
    ends = [period.end for period in offered_periods(selection) if period.months == 3]  # noqa: PLR2004 - a quarter
    usual = default_as_of(selection.methodology, selection.period, generation.date)
    days = dict.fromkeys([usual, generation.date, *(end for end in ends if end < generation.date)])
    code = filters.select(
        visit,
        "as_of",
        visit.gettext("Data as of"),
        [one.isoformat() for one in days],
        default=usual.isoformat(),
        title=lambda code: day(date.fromisoformat(code), visit.language),
        accept=lambda code: is_day(code) and date.fromisoformat(code) <= generation.date,
    )
    return date.fromisoformat(code)


def _offer(selection: Selection, wanted: Inputs) -> None:
    visit = selection.visit
    _ = visit.gettext
    try:
        with st.spinner(_("Computing everything and writing the zip…")):
            made = make_snapshot(selection, wanted)
    except BrepError as error:
        show_error(selection, error, "snapshot-faults")
        return
    with st.container(border=True):
        ready = _("{file} is ready: {size} KB, sha256 {sha256}")
        size = number(len(made.content) / 1024, visit.language, 0)
        st.markdown(ready.format(file=f"**{plain(wanted.file)}**", size=size, sha256=f"`{made.sha256}`"))
        given = Offer(
            visit,
            wanted.file,
            wanted.file,
            "application/zip",
            lambda: made.content,
            {"sha256_of_file": made.sha256},
        )
        download_button(_("Download the snapshot"), given, key="download-snapshot", kind="primary")
