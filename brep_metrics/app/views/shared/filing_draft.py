"""A draft that may be edited: its form, what it would do, and handing it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.drafts.addresses import draft_address
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.draft_fields import draft_fields
from brep_metrics.app.views.shared.attachments import show_attachments
from brep_metrics.app.views.shared.filing_parts import attempted, close_filing, say, show_changes
from brep_metrics.app.widgets.draft_form import draft_form
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.form_faults import fault_text
from brep_metrics.app.wording.formats import measured, period_name, plain
from brep_metrics.filing import Act, Kind

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.errors import Fault
    from brep_metrics.filing import Actor, Filing
    from brep_metrics.store import Generation

_CHECKED, _SEEN = "file.checked", "file.seen"


def show_draft(visit: Visit, actor: Actor, draft: Filing) -> None:
    """The form, and below it what is left to do before the draft can be handed in."""
    _ = visit.gettext
    checked = attempted(visit, lambda: filing.faults_of(visit.store, actor, draft))
    faults = checked.faults if checked else ()
    if draft.kind is Kind.REMOVAL:
        st.markdown(_("The record below is to be removed."))
        show_changes(visit, draft)
    else:
        show_form(visit, draft, faults, asked_for=draft)
    for warning in checked.warnings if checked else ():
        st.warning(plain(fault_text(warning, visit.language)), icon=":material/content_copy:")
    show_attachments(visit, actor, draft)
    if st.session_state.get(_CHECKED) == draft.id and checked and not faults:
        _show_effect(visit, actor, draft)
    show_submitting(visit, actor, draft, faults)


def show_form(visit: Visit, draft: Filing, faults: tuple[Fault, ...], *, asked_for: Filing) -> None:
    """The form of a draft, which shows all faults once `asked_for`, the filing as whose part it goes, was checked."""
    form = draft_fields(visit, draft, faults)
    was_checked = st.session_state.get(_CHECKED) == asked_for.id
    if draft_form(
        visit,
        draft.number,
        form.fields,
        lists=form.lists,
        address=draft_address(visit, draft.id),
        checked=was_checked,
    ):
        st.session_state[_CHECKED] = asked_for.id
        if not was_checked:
            redraw()
    for text in form.others:
        st.error(plain(text), icon=":material/error:")


def _show_effect(visit: Visit, actor: Actor, draft: Filing) -> None:
    """The raw values of the group's own indicators before and after: points would tell what is not published."""
    _ = visit.gettext
    section(_("What this does"), _("Values of your own indicators, before and after it is entered."))
    changes = attempted(visit, lambda: filings.own_effect(visit, actor, draft))
    if not changes:
        st.caption(_("No indicator of the group changes."))
        return
    rows = [
        {
            _("Indicator"): plain(one.title.text(visit.language)),
            _("Period"): period_name(one.period.code, visit.language),
            _("Until now"): measured(one.before, one.unit, visit.language),
            _("New"): measured(one.after, one.unit, visit.language),
        }
        for one in changes
    ]
    with st.container(key="filing-effect"):
        st.table(rows, border="horizontal", hide_index=True)


def show_submitting(visit: Visit, actor: Actor, draft: Filing, faults: tuple[Fault, ...]) -> None:
    """What keeps the draft from being handed in, a note, and the buttons to submit it or to give it up."""
    _ = visit.gettext
    section(_("Hand in"))
    if draft.kind is Kind.CHANGE:
        show_changes(visit, draft)
    if faults:
        count = visit.ngettext(
            "{count} entry is missing or wrong.", "{count} entries are missing or wrong.", len(faults)
        ).format(count=len(faults))
        if st.session_state.get(_CHECKED) == draft.id:
            st.error(count, icon=":material/rule:")
        else:
            st.info(count, icon=":material/rule:")
    label = _("Note (optional)") if actor.is_evaluator else _("Note for the evaluator (optional)")
    note = st.text_area(label, key=f"file-note-{draft.id}", max_chars=2000, height=80)
    with st.container(horizontal=True):
        asked = st.button(_("Submit"), key="file-submit", type="primary", icon=":material/send:")
        enters = _may_enter(actor, draft) and st.button(
            _("Submit and enter"), key="file-enter", icon=":material/check:"
        )
        if st.button(_("Give up this draft"), key="file-give-up", icon=":material/delete:"):
            _withdraw(visit, actor, draft)
    seen, now = st.session_state.get(_SEEN), _of_others(actor, draft)
    st.session_state[_SEEN] = now
    wanted = asked or enters
    if wanted and seen != now:
        text = _("Somebody else has changed this draft since you looked; please check it and submit again.")
        st.warning(text, icon=":material/sync:")
    elif wanted and faults:
        # The form above shows all of them now, also where nothing was typed yet.
        st.session_state[_CHECKED] = draft.id
        redraw()
    elif enters:
        _enter(visit, actor, draft, note)
    elif asked:
        _submit(visit, actor, draft, note)


def _may_enter(actor: Actor, draft: Filing) -> bool:
    """Whether who writes it may enter it at once: an evaluator, what is no Record of Intention to be decided on."""
    return actor.is_evaluator and not filings.is_decided(draft)


def _of_others(actor: Actor, draft: Filing) -> tuple[int, frozenset[tuple[str, int]]]:
    """What others have saved in a draft: the writer submits what they have seen of it."""
    return draft.id, frozenset((name, one.version) for name, one in draft.fields.items() if one.who != actor.who)


def _submit(visit: Visit, actor: Actor, draft: Filing, note: str) -> None:
    _ = visit.gettext
    made = attempted(visit, lambda: filing.submit(visit.store, actor, draft.id, note=note))
    if made is not None:
        say(_("{number} was submitted. You find the receipt below.").format(number=made.number))
        redraw()


def _enter(visit: Visit, actor: Actor, draft: Filing, note: str) -> None:
    _ = visit.gettext

    def act() -> Generation:
        made = filing.submit(visit.store, actor, draft.id, note=note)
        return filing.enter(visit.store, actor, [made.id])

    made = attempted(visit, act)
    if made is not None:
        say(_("{number} was entered as generation {generation}.").format(number=draft.number, generation=made.id))
        redraw()


def _withdraw(visit: Visit, actor: Actor, draft: Filing) -> None:
    _ = visit.gettext
    made = attempted(visit, lambda: filing.withdraw(visit.store, actor, draft.id))
    if made is not None:
        say(_("{number} was withdrawn.").format(number=made.number))
        close_filing()
        redraw()


def show_confirming(visit: Visit, actor: Actor, one: Filing) -> None:
    """The word of a partner group's lead that the group took part."""
    _ = visit.gettext
    if not filings.is_asked_to_confirm(actor, one):
        return
    st.info(
        _("This filing names your group as a partner. Please confirm that it took part."), icon=":material/handshake:"
    )
    if st.button(_("Confirm"), key="file-confirm", type="primary", icon=":material/check:"):
        made = attempted(visit, lambda: filing.confirm(visit.store, actor, one.id))
        if made is not None:
            say(_("{number} was confirmed.").format(number=made.number))
            close_filing()
            redraw()


def show_withdrawing(visit: Visit, actor: Actor, one: Filing) -> None:
    """The way to take back what was not entered yet."""
    _ = visit.gettext
    if filings.may(actor, one, Act.WITHDRAW) and st.button(_("Withdraw"), key="file-withdraw", icon=":material/block:"):
        _withdraw(visit, actor, one)
