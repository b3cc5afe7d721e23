"""The parts of a filing that its filer and an evaluator both see: state, changes, receipt and history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.draft_fields import readable, title_of
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.form_faults import fault_line
from brep_metrics.app.wording.formats import MISSING, day, moment, plain
from brep_metrics.errors import BrepError, FaultsError
from brep_metrics.filing import Act, Kind, State, find, history, id_of, organization_of
from brep_metrics.i18n import N_, own_part
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

R = TypeVar("R")

OPENED = "filing"
_SAID = "filing.said"
ACT_NAMES = {
    Act.SUBMIT: N_("submitted"),
    Act.GIVE_BACK: N_("returned"),
    Act.WITHDRAW: N_("withdrawn"),
    Act.CONFIRM: N_("confirmed by a partner group"),
    Act.ENTER: N_("entered"),
}


def opened_filing(visit: Visit, actor: Actor) -> Filing | None:
    """The filing that the address opens, if it is open to the reader."""

    def admits(code: str) -> bool:
        return not code or _found(visit, actor, code) is not None

    label = visit.gettext("Filing")
    code = query_parameters.resolve(visit, OPENED, label, default=("",), admits=admits)[0]
    return _found(visit, actor, code) if code else None


def open_filing(one: Filing) -> None:
    """Open a filing in the next run."""
    query_parameters.set_codes(OPENED, one.number)


def close_filing() -> None:
    """Go back to the lists in the next run."""
    query_parameters.clear(OPENED)


def say(text: str) -> None:
    """Say in the next run what was done in this one."""
    st.session_state[_SAID] = text


def repeat_said() -> None:
    """Say what the last run did."""
    if text := st.session_state.pop(_SAID, None):
        st.success(plain(text), icon=":material/check_circle:")


def attempted(visit: Visit, act: Callable[[], R]) -> R | None:
    """What an act gives; None where it was refused, after saying why, with all that is wrong."""
    try:
        return act()
    except FaultsError as error:
        lines = [
            sentence(error, visit.language),
            *(" · ".join((one.file, fault_line(one, visit.language))) for one in error.faults),
        ]
        st.error("\n\n".join(map(plain, lines)), icon=":material/error:")
    except BrepError as error:
        st.error(plain(sentence(error, visit.language)), icon=":material/error:")
    return None


def show_head(visit: Visit, one: Filing, *, closes: bool = True) -> None:
    """What the filing is, for whom, in which state and since when; it `closes` where there is a list to go back to."""
    _ = visit.gettext
    if closes:
        st.button(
            _("Back to the list"),
            on_click=close_filing,
            key="filing-close",
            icon=":material/arrow_back:",
            type="tertiary",
        )
    section(filings.heading(visit, one))
    with st.container(horizontal=True, key="filing-head"):
        state_badge(visit, one)
        st.caption(plain(" · ".join(_facts(visit, one))))
    if one.state is State.RETURNED and one.comment:
        text = _("Returned on {day}: {comment}").format(
            day=day(one.returned_on, visit.language), comment=own_part(one.comment, visit.language)
        )
        st.warning(plain(text), icon=":material/undo:")


def state_badge(visit: Visit, one: Filing) -> None:
    """The state of a filing in a word, with its icon and colour."""
    icon, colour = filings.STATE_LOOKS[one.state]
    st.badge(visit.gettext(filings.STATE_NAMES[one.state]), icon=icon, color=colour)  # type: ignore[arg-type]


def show_changes(visit: Visit, one: Filing) -> None:
    """What the filing asks for: the cells of a new record, or old and new of each that changes."""
    _ = visit.gettext
    title, was, now = _("Item"), _("Until now"), _("New")
    order = list(load_schema().tables[one.table].columns)
    changes = sorted(one.changes.items(), key=lambda change: order.index(change[0]))

    def shown(name: str, value: str) -> str:
        return plain(readable(visit, one, name, value)) or MISSING

    if one.kind is Kind.REMOVAL:
        rows = [
            {title: title_of(visit, one, name), was: shown(name, value)} for name, value in one.old.items() if value
        ]
    elif one.kind is Kind.CHANGE:
        rows = [
            {title: title_of(visit, one, name), was: shown(name, old), now: shown(name, new)}
            for name, (old, new) in changes
        ]
    else:
        filled = _("What was filled in")
        rows = [{title: title_of(visit, one, name), filled: shown(name, new)} for name, (_old, new) in changes]
    if rows:
        with st.container(key=f"filing-changes-{one.number}"):
            st.table(rows, border="horizontal", hide_index=True)
    else:
        unchanged = _("No entry changes: that it was handed in is what counts.")
        st.caption(unchanged if one.kind is Kind.CHANGE else _("Nothing is filled in."))


def show_content(visit: Visit, one: Filing) -> None:
    """What the filing asks for; an applicant's intention after the organization that it is about."""
    organization = organization_of(visit.store, one)
    if organization is None:
        show_changes(visit, one)
        return
    for part in (organization, one):
        section(filings.table_name(visit, part.table))
        show_changes(visit, part)


def show_receipt(visit: Visit, one: Filing) -> None:
    """The number and the sha256 by which the filer can prove what was handed in, and when."""
    _ = visit.gettext
    if one.sha256 is None or one.state is State.RETURNED:
        return
    text = _(
        "Receipt {number}, revision {revision}: received on {day}, counts as submitted on {counts}; sha256 {sha256}"
    )
    values = {"number": one.number, "revision": one.revision, "sha256": one.sha256}
    days = {"day": day(one.received_on, visit.language), "counts": day(one.submitted_on, visit.language)}
    st.caption(plain(text.format(**values, **days)))


def show_history(visit: Visit, actor: Actor, one: Filing) -> None:
    """Every act on the filing, oldest first: when, what, by whom, and the comment with which it was returned."""
    _ = visit.gettext
    entries = history(visit.store, actor, one.id)
    if not entries:
        return
    section(_("History"))
    rows = [
        {
            _("When"): moment(datetime.fromisoformat(entry.at), visit.language),
            _("What"): _(ACT_NAMES[entry.act]),
            _("Who"): plain(entry.who or MISSING),
            _("Said"): plain(own_part(entry.text or MISSING, visit.language)),
        }
        for entry in entries
    ]
    with st.container(key="filing-history"):
        st.table(rows, border="horizontal", hide_index=True)


def _facts(visit: Visit, one: Filing) -> list[str]:
    _ = visit.gettext
    found = [one.number, _(filings.KIND_NAMES[one.kind]), filings.whose(visit, one)]
    if one.on_behalf:
        found.append(_("handed in by an evaluator on behalf of the organization"))
    if one.waiting:
        names = filings.group_names(visit)
        waiting = "、" if visit.language == "zh" else ", "
        found.append(
            _("waits for {groups} to confirm").format(
                groups=waiting.join(names.get(group, group) for group in one.waiting)
            )
        )
    return found


def _found(visit: Visit, actor: Actor, code: str) -> Filing | None:
    try:
        return find(visit.store, actor, id_of(code))
    except BrepError:
        return None
