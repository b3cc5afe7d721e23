"""What is wrong with a filing in the words of its form: no cells and no column codes, which only files have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message, clauses, translator
from brep_metrics.intake.row_checks import EMPTY
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.errors import Fault
    from brep_metrics.i18n import Language

# The values of a message that name columns, by their codes.
_COLUMNS = ("column", "columns")


def faults_by_column(faults: Iterable[Fault], language: Language) -> dict[str, tuple[str, ...]]:
    """What is wrong with each column, in words; under the empty name what is wrong with the record as a whole."""
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        name = fault.column or ""
        found[name] = (*found.get(name, ()), fault_text(fault, language))
    return found


def fault_text(fault: Fault, language: Language) -> str:
    """What is wrong and what was expected, without the place, which the form shows."""
    if fault.problem == EMPTY:
        either = fault.expected.values.get("columns") if fault.expected else None
        if either is None:
            return translator(language).gettext("Please fill this in.")
        text = Message(N_("Please fill in at least one of these: {fields}"), {"fields": either})
        return _with_labels(text, fault, language, ("fields",))
    parts = [_with_labels(fault.problem, fault, language)]
    if fault.expected:
        expected = _with_labels(fault.expected, fault, language)
        parts.append(Message(N_("expected {what}"), {"what": expected}).text(language))
    return clauses(parts, language)


def fault_line(fault: Fault, language: Language) -> str:
    """A fault in a line, where no field shows its place: in which entry it is, and what is wrong."""
    label = _label(fault, fault.column, language) if fault.column else ""
    text = fault_text(fault, language)
    return translator(language).gettext("{table}: {subject}").format(table=label, subject=text) if label else text


def _with_labels(message: Message, fault: Fault, language: Language, names: Iterable[str] = _COLUMNS) -> str:
    """A message in which columns are called what their fields are."""
    comma = "、" if language == "zh" else ", "
    labelled = {
        name: comma.join(_label(fault, column, language) for column in str(message.values[name]).split(", "))
        for name in names
        if name in message.values
    }
    return Message(message.id, {**message.values, **labelled}).text(language)


def _label(fault: Fault, column: str, language: Language) -> str:
    """What a column of the fault's table is called; its code where there is no such column."""
    table = load_schema().tables.get(fault.table or "")
    declared = table.columns.get(column) if table else None
    return declared.title.text(language) if declared else column
