"""What happened to a record, in one line: “due 15 Apr 2025, filed 20 Apr 2025, 5 days late”."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.wording.formats import number, short_day
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import phrases, translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brep_metrics.i18n import Language

    Cells = Mapping[str, object]


def record_line(source: str, cells: Cells, language: Language) -> str:
    """The line for a record of table `source`; empty for tables whose records have no dates worth a line."""
    made = _LINES.get(source)
    if made is None:
        return ""
    return phrases(filter(None, made(cells, language)), language)


def _report(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    due, filed, accepted = (_date(cells, name) for name in ("due_on", "submitted_on", "accepted_on"))
    parts = [_("due {day}").format(day=short_day(due, language))]
    if filed is None:
        return [*parts, _("not filed")]
    parts += [_("filed {day}").format(day=short_day(filed, language)), _punctuality(due, filed, language)]
    return [
        *parts,
        _("accepted {day}").format(day=short_day(accepted, language)) if accepted else _("not accepted yet"),
    ]


def _plan_item(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    due, done = _date(cells, "first_due_on") or _date(cells, "due_on"), _date(cells, "completed_on")
    parts = [_("due {day}").format(day=short_day(due, language))]
    if done is None:
        return [*parts, _("withdrawn") if _date(cells, "withdrawn_on") else _("not completed")]
    return [*parts, _("completed {day}").format(day=short_day(done, language)), _punctuality(due, done, language)]


def _need(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    raised, answered = _date(cells, "raised_on"), _date(cells, "answered_on")
    parts = [_("raised {day}").format(day=short_day(raised, language))]
    if answered is None:
        return [*parts, _("not answered")]
    return [*parts, _("answered {day}").format(day=short_day(answered, language)), _after(raised, answered, language)]


def _issue(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    raised, escalated, resolved = (_date(cells, name) for name in ("raised_on", "escalated_on", "resolved_on"))
    parts = [_("raised {day}").format(day=short_day(raised, language))]
    if escalated:
        parts.append(_("escalated {day}").format(day=short_day(escalated, language)))
    if resolved is None:
        return [*parts, _("not resolved")]
    return [*parts, _("resolved {day}").format(day=short_day(resolved, language)), _after(raised, resolved, language)]


def _activity(cells: Cells, language: Language) -> list[str]:
    t = translator(language)
    countries, people = cells.get("country_codes"), cells.get("participants")
    parts = [t.gettext("held {day}").format(day=short_day(_date(cells, "held_on"), language))]
    count = len(countries) if countries is not None and hasattr(countries, "__len__") else 0
    parts.append(t.ngettext("{count} country", "{count} countries", count).format(count=count) if count else "")
    if isinstance(people, int | float) and people == people:  # noqa: PLR0124 - nan differs from itself
        text = t.ngettext("{count} participant", "{count} participants", int(people))
        parts.append(text.format(count=number(people, language, 0)))
    return parts


def _outcome(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    return [_("delivered {day}").format(day=short_day(_date(cells, "delivered_on"), language))]


def _showcase(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    channel = value_labels("showcase", "channel", language).get(str(cells.get("channel")), "")
    return [channel, _("shown {day}").format(day=short_day(_date(cells, "shown_on"), language))]


def _membership(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    left = _date(cells, "left_on")
    parts = [_("joined {day}").format(day=short_day(_date(cells, "joined_on"), language))]
    return [*parts, _("left {day}").format(day=short_day(left, language)) if left else ""]


def _target(cells: Cells, language: Language) -> list[str]:
    _ = translator(language).gettext
    start, end = (short_day(_date(cells, name), language) for name in ("period_start", "period_end"))
    quantity = number(float(str(cells["quantity"])), language, 0)
    return [_("{quantity} from {start} to {end}").format(quantity=quantity, start=start, end=end)]


_LINES: dict[str, Callable[[Cells, Language], list[str]]] = {
    "report": _report,
    "plan_item": _plan_item,
    "need": _need,
    "issue": _issue,
    "activity": _activity,
    "outcome": _outcome,
    "showcase": _showcase,
    "membership": _membership,
    "target": _target,
}


def _punctuality(due: date | None, done: date, language: Language) -> str:
    late = (done - due).days if due else 0
    t = translator(language)
    return (
        t.gettext("on time")
        if late <= 0
        else t.ngettext("{count} day late", "{count} days late", late).format(count=late)
    )


def _after(raised: date | None, settled: date, language: Language) -> str:
    days = (settled - raised).days if raised else 0
    return translator(language).ngettext("after {count} day", "after {count} days", days).format(count=days)


def _date(cells: Cells, name: str) -> date | None:
    value = cells.get(name)
    return value if isinstance(value, date) and not pd.isna(value) else None
