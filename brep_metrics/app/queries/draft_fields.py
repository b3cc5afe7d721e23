"""What a draft's form asks for: the columns that its writer may fill in, as fields, and what each may hold.

Titles, choices and kinds come from the schema's declarations. The choices that name records are read within the
writer's access scope; groups and organizations everybody may know by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brep_metrics import filing
from brep_metrics.access import Role
from brep_metrics.app.cache import cached
from brep_metrics.app.wording.form_faults import faults_by_column
from brep_metrics.i18n import Title
from brep_metrics.schema import load_schema
from brep_metrics.store import WHOLE_NETWORK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.errors import Fault
    from brep_metrics.filing import Filing
    from brep_metrics.i18n import Language
    from brep_metrics.schema import Column
    from brep_metrics.store import AccessScope, Store

FieldKind = Literal["text", "long", "number", "date", "mark", "choice", "choices"]
Options = list[tuple[str, str]]

# Texts of several sentences.
LONG = frozenset({"suggestion", "resolution"})
# They are told by their period: most have no title.
REPORTS = "report"
# Of these everybody may know the names; of any other table only the records within reach.
NAMED_TO_ALL = frozenset({"organization", "working_group", "country", "sector"})


@dataclass(frozen=True)
class Field:
    """One field, with values as a CSV file holds them: dates are ISO, the codes of `choices` separated by semicolons.

    `options` names one of the form's lists. `version` counts the changes of the value, `who` made the last one. `was`
    is the value of the record that is being changed, None for a new record. A `mark` holds today's date or nothing.
    """

    name: str
    kind: FieldKind
    label: str
    value: str
    version: int
    note: str = ""
    required: bool = False
    options: str | None = None
    who: str = ""
    was: str | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftFields:
    """The fields of a form, the lists of choices by the name that fields give, and the faults of no field."""

    fields: tuple[Field, ...]
    lists: Mapping[str, Options]
    others: tuple[str, ...]


def draft_fields(visit: Visit, draft: Filing, faults: Iterable[Fault]) -> DraftFields:
    """The form of a draft for those who may fill it in."""
    columns = fillable(draft)
    by_column = faults_by_column(faults, visit.language)
    fields = tuple(_field(visit, draft, column, by_column.pop(column.name, ())) for column in columns)
    wanted = {field.options: column for field, column in zip(fields, columns, strict=True) if field.options}
    lists = {name: _options(visit, draft, column) for name, column in wanted.items()}
    return DraftFields(fields, lists, tuple(text for texts in by_column.values() for text in texts))


def fillable(draft: Filing) -> tuple[Column, ...]:
    """The columns that its filer may fill in; the day of an answer that was given already stays as it is."""
    declared, names = load_schema().tables[draft.table], filing.open_to_edit(draft)
    # What may stay empty in every record comes last.
    own = declared.own_identifier
    return tuple(
        column
        for column in sorted(declared.columns.values(), key=lambda one: one.name == own)
        if column.name in names and not (column.is_filing_day and draft.old.get(column.name) and not _is_typed(draft))
    )


def _is_typed(draft: Filing) -> bool:
    """Whether dates are written down as they are, by an evaluator, and do not follow from the day of submission."""
    return draft.role == Role.EVALUATOR.value


def readable(visit: Visit, draft: Filing, name: str, value: str) -> str:
    """A value of the record as a reader understands it: labels and names in place of codes."""
    column = load_schema().tables[draft.table].columns.get(name)
    if column is None or not value:
        return value
    labels = dict(_options(visit, draft, column))
    parts = value.split(";") if column.is_list else [value]
    return ("、" if visit.language == "zh" else ", ").join(labels.get(part, part) for part in parts)


def title_of(visit: Visit, draft: Filing, name: str) -> str:
    """What a column is called where it is filled in or compared: a record's own identifier is one, whatever table."""
    table = load_schema().tables[draft.table]
    return (
        visit.gettext("Identifier") if name == table.own_identifier else table.columns[name].title.text(visit.language)
    )


def _field(visit: Visit, draft: Filing, column: Column, faults: tuple[str, ...]) -> Field:
    typed = draft.fields.get(column.name)
    old = draft.old.get(column.name, "")
    own = load_schema().tables[draft.table].own_identifier
    return Field(
        name=column.name,
        kind=kind_of(column, are_dates_typed=_is_typed(draft)),
        label=title_of(visit, draft, column.name),
        value=typed.value if typed else old,
        version=typed.version if typed else 0,
        note=_note(visit, column, is_own=column.name == own),
        required=column.required and column.name != own,
        options=(column.reference.table if column.reference else column.name) if _has_options(column) else None,
        who=typed.who if typed else "",
        was=old if draft.kind is filing.Kind.CHANGE else None,
        faults=faults,
    )


def _note(visit: Visit, column: Column, *, is_own: bool) -> str:
    """What helps to fill in the field; how a list is written in a file does not."""
    if is_own:
        return visit.gettext("May stay empty; the record then bears the number of the filing.")
    return "" if column.is_list else column.description.text(visit.language)


def kind_of(column: Column, *, are_dates_typed: bool = False) -> FieldKind:
    """How a column is filled in. The day of an answer is that of its filing, unless an evaluator writes it down."""
    if _has_options(column):
        return "choices" if column.is_list else "choice"
    if column.is_filing_day and not are_dates_typed:
        return "mark"
    if column.type == "date":
        return "date"
    if column.type == "varchar":
        return "long" if column.name in LONG else "text"
    return "number"


def _has_options(column: Column) -> bool:
    return bool(column.values or column.reference)


def _options(visit: Visit, draft: Filing, column: Column) -> Options:
    """What may be chosen in a column: its declared values, or the records that it may name."""
    if column.values:
        return [(code, title.text(visit.language)) for code, title in column.values.items()]
    if column.reference is None:
        return []
    table = column.reference.table
    scope = WHOLE_NETWORK if table in NAMED_TO_ALL else visit.access_scope
    named = record_names(visit.store, visit.generation.id, scope, table, visit.language)
    own = {draft.group_id} if column.is_list and table == "working_group" else set()
    return [(code, name) for code, name, group in named if code not in own and group in {None, draft.group_id}]


@cached(
    200, key=lambda store, generation, scope, table, language: (store.address, generation, scope.key, table, language)
)
def record_names(
    store: Store, generation: str, scope: AccessScope, table: str, language: Language
) -> tuple[tuple[str, str, str | None], ...]:
    """Code, name and group of the records of a table, in the order of their names; no group where all may name them."""
    declared = load_schema().tables[table]
    key = declared.key_text
    names = [f'"{name}"' for name in declared.columns if name.startswith(("name_", "title_")) or name == "title"]
    zh, en = (names[0], names[-1]) if names else (key, key)
    if table == REPORTS:
        zh = en = "concat_ws(' · ', title, period_start || ' – ' || period_end)"
    group = "group_id" if "group_id" in declared.columns and table not in NAMED_TO_ALL else "null"
    order = f"coalesce({zh}, {en}) collate zh" if language == "zh" else f"lower(coalesce({en}, {zh}))"
    with store.read(generation, scope=scope) as reading:
        found = reading.fetch(f'select {key}, {zh}, {en}, {group} from "{table}" order by {order}, 1')  # noqa: S608 - declared names
    return tuple((str(code), Title(zh, en).text(language) or str(code), of) for code, zh, en, of in found)
