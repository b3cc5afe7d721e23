"""A need or an issue as a thread: the question, its answer, the escalation, the answer of NEA; and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.draft_fields import record_names
from brep_metrics.app.views.shared.filing_parts import attempted, say, state_badge
from brep_metrics.app.widgets.heading import name_window, section
from brep_metrics.app.wording.formats import day, plain
from brep_metrics.filing import Step
from brep_metrics.i18n import N_, own_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Post

OPENED = "thread"
TABLES = ("need", "issue")
STEP_NAMES = {
    Step.QUESTION: N_("Question"),
    Step.ANSWER: N_("Answer"),
    Step.ESCALATION: N_("Escalation"),
    Step.RESOLUTION: N_("Answer of NEA"),
    Step.SETTLEMENT: N_("Settled by the group"),
    Step.CHANGE: N_("Change"),
}


def opened_thread(visit: Visit) -> tuple[str, str] | None:
    """The table and the key of the thread that the address opens, if the record is within the reader's scope."""

    def admits(code: str) -> bool:
        table, colon, key = code.partition(":")
        return not code or bool(colon and table in TABLES and key in _titles(visit, table))

    code = query_parameters.resolve(visit, OPENED, visit.gettext("Thread"), default=("",), admits=admits)[0]
    table, _colon, key = code.partition(":")
    return (table, key) if code else None


def open_thread(table: str, key: str) -> None:
    """Open a thread in the next run."""
    query_parameters.set_codes(OPENED, f"{table}:{key}")


def show_thread(visit: Visit, actor: Actor, table: str, key: str) -> None:
    """What was said so far, and what the reader may say next."""
    _ = visit.gettext
    st.button(_("Back to the list"), on_click=_close, key="thread-close", icon=":material/arrow_back:", type="tertiary")
    title = own_part(_titles(visit, table).get(key, key), visit.language)
    name_window(visit, title)
    section(_("{table}: {subject}").format(table=filings.table_name(visit, table), subject=title))
    show_posts(visit, actor, table, key)
    _show_next(visit, actor, table, key)


def show_posts(visit: Visit, actor: Actor, table: str, key: str) -> None:
    """The steps, oldest first; what came before filing began is in the record alone."""
    posts = filing.thread(visit.store, actor, table, key)
    if not posts:
        st.caption(visit.gettext("Nothing was said about it here yet."))
    for at, post in enumerate(posts):
        _post(visit, post, at)


def _post(visit: Visit, post: Post, at: int) -> None:
    names = filings.organization_names(visit)
    with st.container(border=True, gap="xxsmall", key=f"post-{at}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{visit.gettext(STEP_NAMES[post.step])}**")
            state_badge(visit, post.filing)
            said = [day(post.on, visit.language), names.get(post.organization_id or "", post.who)]
            st.caption(plain(" · ".join(said)))
        st.markdown(plain(own_part(post.text, visit.language)))


def _show_next(visit: Visit, actor: Actor, table: str, key: str) -> None:
    _, store = visit.gettext, visit.store
    acts: dict[Step, tuple[str, Callable[[str], object]]] = {
        Step.ANSWER: (_("Answer"), lambda text: filing.answer(store, actor, key, text)),
        Step.ESCALATION: (_("Escalate to NEA"), lambda text: filing.escalate(store, actor, table, key, text)),
        Step.RESOLUTION: (_("Resolve"), lambda text: filing.resolve(store, actor, key, text)),
    }
    steps = filing.next_steps(store, actor, table, key)
    if not steps:
        return
    text = st.text_area(_("What you say"), key=f"thread-text-{table}-{key}", max_chars=2000, height=100)
    with st.container(horizontal=True):
        asked = [step for step in steps if st.button(acts[step][0], key=f"thread-{step}")]
    for step in asked:
        _take(visit, actor, acts[step][1], text)


def _take(visit: Visit, actor: Actor, act: Callable[[str], object], text: str) -> None:
    _ = visit.gettext
    if attempted(visit, lambda: act(text)) is not None:
        waits = _("It was handed in; an evaluator enters it, and today counts as the day.")
        say(_("The answer was entered, and today counts as the day.") if actor.is_evaluator else waits)
        redraw()


def _titles(visit: Visit, table: str) -> dict[str, str]:
    found = record_names(visit.store, visit.generation.id, visit.access_scope, table, visit.language)
    return {code: name for code, name, _group in found}


def _close() -> None:
    query_parameters.clear(OPENED)
