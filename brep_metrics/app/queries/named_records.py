"""What records are called and what happened to them, for lists of records of several tables."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics import facts
from brep_metrics.app.wording.formats import period_name
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.app.wording.record_lines import record_line
from brep_metrics.errors import UsageError
from brep_metrics.i18n import Title, own_part, translator
from brep_metrics.periods import Period
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language

Key = tuple[str, str]  # table, record id


class NamedRecord(NamedTuple):
    """A record in words: its title, and its dates in one line."""

    title: str
    line: str


def named_records(selection: Selection, keys: Iterable[Key]) -> dict[Key, NamedRecord]:
    """The records of `keys`, as far as the reader may see them."""
    language, schema = selection.visit.language, load_schema()
    wanted: dict[str, list[str]] = {}
    for source, record_id in dict.fromkeys(keys):
        wanted.setdefault(source, []).append(record_id)
    found: dict[Key, NamedRecord] = {}
    with selection.reading() as reading:
        for source, ids in wanted.items():
            titles = facts.titles(reading, schema, source, ids)
            for row in facts.records(reading, schema, source, ids).to_dict("records"):
                cells = {str(name): value for name, value in row.items()}
                record_id = str(cells["record_id"])
                title = _title(source, cells, titles.get(record_id), language)
                found[source, record_id] = NamedRecord(title, record_line(source, cells, language))
    return found


def _title(source: str, cells: Mapping[str, object], title: Title | None, language: Language) -> str:
    """The record's name in the reader's language; what kind of thing it is where it has none."""
    text = title.text(language) if title else ""
    if text:
        return own_part(text, language)
    if source == "report":
        return report_title(cells, language)
    kind = cells.get("kind")
    return value_labels(source, "kind", language)[str(kind)] if kind else str(cells["record_id"])


def report_title(cells: Mapping[str, object], language: Language) -> str:
    """A report by its kind and the months that it is about."""
    kind = value_labels("report", "kind", language).get(str(cells.get("kind")), "")
    code = f"{cells.get('period_start'):%Y-%m}..{cells.get('period_end'):%Y-%m}"
    with suppress(UsageError):  # longer than any period
        code = Period.parse(code).code
    return translator(language).gettext("{kind}, {period}").format(kind=kind, period=period_name(code, language))
