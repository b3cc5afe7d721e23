"""What an evaluator decides about filings, one or many: entering them as one load, or returning them with a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.queries.selection import Selection
from brep_metrics.app.views.inbox.intention import show_decision
from brep_metrics.app.views.shared.filing_parts import attempted, close_filing, say
from brep_metrics.app.views.shared.ranking_effect import show_ranking_effect
from brep_metrics.app.widgets import filters
from brep_metrics.app.wording.form_faults import fault_line, fault_text
from brep_metrics.app.wording.formats import period_name, plain
from brep_metrics.periods import Period
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing


def show_deciding(visit: Visit, actor: Actor, chosen: Sequence[Filing]) -> None:
    """The checks on what was chosen, the two ways on, and what each needs said."""
    _ = visit.gettext
    faulty = _show_checks(visit, actor, chosen) if len(chosen) == 1 else False
    if len(chosen) == 1 and filings.is_decided(chosen[0]):
        show_decision(visit, actor, chosen[0], is_faulty=faulty)
        return
    _show_effect(visit, actor, chosen)
    waiting = sorted({group for one in chosen for group in one.waiting})
    if waiting:
        names = filings.group_names(visit)
        text = _("Not yet confirmed by: {groups}. You may enter it without their word if you say why.")
        groups = ("、" if visit.language == "zh" else ", ").join(names.get(group, group) for group in waiting)
        st.warning(plain(text.format(groups=groups)), icon=":material/group:")
    key = "-".join(one.number for one in chosen[:1]) + f"-{len(chosen)}"
    label = _("Comment (needed to return) or reason (needed to enter without the partners)")
    comment = st.text_area(label, key=f"inbox-comment-{key}", max_chars=2000, height=80)
    with st.container(horizontal=True):
        enter = visit.ngettext("Enter {count} filing", "Enter {count} filings", len(chosen)).format(count=len(chosen))
        enters = st.button(enter, key="inbox-enter", type="primary", icon=":material/check:", disabled=faulty)
        back = visit.ngettext("Return {count} filing", "Return {count} filings", len(chosen)).format(count=len(chosen))
        returns = st.button(back, key="inbox-return", icon=":material/undo:")
    if enters:
        _enter(visit, actor, chosen, comment)
    elif returns:
        _give_back(visit, actor, chosen, comment)


def _show_effect(visit: Visit, actor: Actor, chosen: Sequence[Filing]) -> None:
    """What entering would do to the ranking: at once for one filing, for several when it is asked for."""
    selection = _in_year(visit, chosen)
    if len(chosen) > 1 and not st.button(visit.gettext("Show the effect on the ranking"), key="inbox-effect"):
        return
    effect = attempted(visit, lambda: filings.effect_on_network(selection, actor, chosen))
    if effect is not None:
        show_ranking_effect(selection, effect)


def _in_year(visit: Visit, chosen: Sequence[Filing]) -> Selection:
    """The usual period or the year that runs, as the reader chooses; at first the one that the filings are about."""
    usual, running = usual_selection(visit), f"{network_day().year:04}"
    if usual.period.code == running:
        return usual
    year = filters.segments(
        visit,
        "year",
        visit.gettext("Ranking of"),
        [usual.period.code, running],
        default=running if any(filings.is_about_year(one, running) for one in chosen) else usual.period.code,
        title=lambda code: period_name(code, visit.language),
    )
    return Selection.of(visit, usual.methodology, Period.parse(year))


def _show_checks(visit: Visit, actor: Actor, chosen: Sequence[Filing]) -> bool:
    """What is wrong with a filing by the data of now; whether that keeps it from being entered."""
    checked = attempted(visit, lambda: filing.check_entering(visit.store, actor, [chosen[0].id]))
    if checked is None:
        return True
    for fault in checked.faults:
        st.error(plain(fault_line(fault, visit.language)), icon=":material/error:")
    for warning in checked.warnings:
        st.warning(plain(fault_text(warning, visit.language)), icon=":material/content_copy:")
    if not checked.faults:
        st.success(visit.gettext("The checks find no fault."), icon=":material/rule:")
    return bool(checked.faults)


def _enter(visit: Visit, actor: Actor, chosen: Sequence[Filing], reason: str) -> None:
    _ = visit.gettext
    ids = [one.id for one in chosen]
    made = attempted(visit, lambda: filing.enter(visit.store, actor, ids, reason=reason or None))
    if made is not None:
        text = visit.ngettext(
            "{count} filing was entered as generation {generation}.",
            "{count} filings were entered as generation {generation}.",
            len(chosen),
        )
        _done(text.format(count=len(chosen), generation=made.id))


def _give_back(visit: Visit, actor: Actor, chosen: Sequence[Filing], comment: str) -> None:
    ids = [one.id for one in chosen]
    if attempted(visit, lambda: filing.give_back_all(visit.store, actor, ids, comment)) is not None:
        text = visit.ngettext("{count} filing was returned.", "{count} filings were returned.", len(chosen))
        _done(text.format(count=len(chosen)))


def _done(text: str) -> None:
    say(text)
    close_filing()
    redraw()
