"""What is due as a calendar file (RFC 5545), which any calendar takes: one day-long event each."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from brep_metrics.filing.due import Task
from brep_metrics.i18n import N_, own_part, translator
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.filing.due import Due
    from brep_metrics.i18n import Language

TASKS = {
    Task.REPORT: N_("File: {what}"),
    Task.PLAN_ITEM: N_("Complete: {what}"),
    Task.NEED: N_("Answer: {what}"),
    Task.ISSUE: N_("Resolve: {what}"),
    Task.RETURNED: N_("Correct and submit again: {what}"),
    Task.CONFIRM: N_("Confirm: {what}"),
    Task.ENTER: N_("Enter: {what}"),
}


def sentence(one: Due, language: Language) -> str:
    """What is to be done, in a line: the record by its title, or by its code where it has none."""
    table = load_schema().tables[one.table]
    kinds = table.columns["kind"].values if "kind" in table.columns else {}
    name = kinds.get(one.report_kind or "", table.title).text(language)
    titled = own_part(one.title or "", language) or one.key or one.filing or ""
    what = titled if name in titled else f"{name} {titled}".strip()
    return translator(language).gettext(TASKS[one.task]).format(what=what)


def calendar(tasks: Iterable[Due], language: Language) -> bytes:
    """A calendar of what has a day and is not filed yet."""
    made = Calendar()
    made.add("prodid", "-//brep_metrics//due//EN")
    made.add("version", "2.0")
    for one in tasks:
        if one.due_on is None or one.is_pending:
            continue
        event = Event()
        event.add("uid", f"{one.task}-{one.filing or ''}-{one.table}-{one.key}@brep")
        # The moment at which it was written would make two exports of the same state differ.
        event.add("dtstamp", datetime.combine(one.due_on, time(), UTC))
        event.add("dtstart", one.due_on)
        event.add("dtend", one.due_on + timedelta(days=1))
        event.add("summary", sentence(one, language))
        if one.group_id:
            event.add("description", one.group_id)
        made.add_component(event)
    return bytes(made.to_ical())
