"""What the schema demands of a single row, as SQL conditions over the typed view of a staged table.

A typed view (see `staging`) has every column under its own name, cast, and the person's text beside it as
`text_of_<column>`. A condition is true where the row is bad; NULL passes, so that one bad cell is one fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.intake.text_faults import TEXT_FAULT, text_problem
from brep_metrics.intake.wording import nearest
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from brep_metrics.schema import Column, Rule, Table

    Described = tuple[Message, Message | None]
    Texts = Mapping[str, str | None]

_NAME = r'"?(\w+)"?'
FEBRUARY = 2
FIRST_DATE = date(1990, 1, 1)

YEARS_AHEAD = 20
"""Dates are between `FIRST_DATE` and so many years after the day of the load."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = re.compile(r"decimal\(([0-9]+),\s*([0-9]+)\)")
_THE_TEXT = Message(N_("the text as it was written"))
_A_VALUE = Message(N_("a value"))
EMPTY = Message(N_("the cell is empty"))
_NOT_WHOLE = Message(N_("not a whole number"))
_WHOLE = Message(N_("a whole number of at most 9 digits"))
_NOT_A_NUMBER = Message(N_("not a number, or one with too many digits"))
_OUT_OF_RANGE = Message(N_("out of range"))
_A_DATE = Message(N_("a date such as 2025-03-31"))
_RECEIVED_LATER = Message(N_("after the day of the load"))


@dataclass(frozen=True)
class Condition:
    """One condition: `bad` in SQL, the column to blame, all columns it needs, and the words for a bad row's texts.

    What is wrong with texts has been done to all of a column at once: of many such rows the first one is told.
    """

    column: str
    columns: tuple[str, ...]
    bad: str
    describe: Callable[[Texts], Described]
    is_of_texts: bool = False


def conditions_of(table: Table, day: date | None) -> tuple[Condition, ...]:
    """Every condition of one table: column by column in their order, then the table's rules.

    `day` is the day of the load, by which dates are bounded; None for keys of records that go, whatever they are.
    """
    by_column = (condition for column in table.columns.values() for condition in _column_conditions(table, column, day))
    return (*by_column, *(_rule_condition(rule) for rule in table.rules))


def typed(column: Column, day: date | None) -> str:
    """The SQL that casts a column's text to its type; NULL where the text is bad, which the column's rule reports."""
    if column.is_list:
        return f"coalesce(string_split(\"{column.name}\", ';'), [])"
    if column.type == "varchar":
        return f'"{column.name}"'
    cast = f'try_cast("{column.name}" as {column.type})'
    if column.type == "date" and day:
        first, last = date_bounds(column, day)
        return f"case when {cast} between date '{first}' and date '{last}' then {cast} end"
    return cast


def date_bounds(column: Column, day: date) -> tuple[date, date]:
    """The first and the last date that a column may hold in a load of `day`."""
    if column.name == RECORDED_ON:
        return FIRST_DATE, day
    # The year ahead may have no 29th of February.
    return FIRST_DATE, date(day.year + YEARS_AHEAD, day.month, min(day.day, 28) if day.month == FEBRUARY else day.day)


def rule_text(rule: Rule) -> str:
    """A rule as a person reads it, without the brackets that DuckDB puts around it."""
    return rule.expression[1:-1] if rule.expression.startswith("(") else rule.expression


def text_of(column: str) -> str:
    """The name under which a typed view keeps the person's own text of a column."""
    return f'"text_of_{column}"'


def _column_conditions(table: Table, column: Column, day: date | None) -> Iterator[Condition]:
    text = text_of(column.name)
    if column.required and not column.is_list:
        yield _condition(column, f"({text} is null or {_is_blank(text)})", lambda _: (EMPTY, _A_VALUE))
    if column.values:
        allowed = tuple(column.values)
        words = ", ".join(f"'{value}'" for value in allowed)
        yield _condition(column, f"{text} not in ({words})", _describe_choice(column.name, allowed))
    elif column.is_list:
        yield _condition(column, f"regexp_matches({text}, '(^|;)\\s*(;|$)')", lambda _: _EMPTY_ENTRY)
    elif column.type == "date":
        # The cast alone is too kind: it takes 2024-1-5 and `infinity`; only ten characters that come back are ISO.
        good = f'"{column.name}"::varchar = {text} and length({text}) = 10'
        yield _condition(column, f"{text} is not null and not coalesce({good}, false)", _describe_date(column, day))
    elif column.type != "varchar":
        yield _number_condition(column, text)
    elif not column.reference and column.name not in table.key:
        told = f" and not {_is_blank(text)}" if column.required else ""
        bad = f"regexp_matches({text}, '{TEXT_FAULT}'){told}"
        condition = _condition(column, bad, lambda texts: (text_problem(texts[column.name] or ""), _THE_TEXT))
        yield replace(condition, is_of_texts=True)


def _is_blank(text: str) -> str:
    """Only a text that begins with a blank can be blank; the comparison spares trimming the others."""
    return f"({text} < '!' and trim({text}) = '')"


def _condition(column: Column, bad: str, describe: Callable[[Texts], Described]) -> Condition:
    return Condition(column.name, (column.name,), bad, describe)


_EMPTY_ENTRY: Described = (
    Message(N_("the list has an empty entry")),
    Message(N_("entries separated by single semicolons")),
)


def _describe_choice(name: str, allowed: tuple[str, ...]) -> Callable[[Texts], Described]:
    return lambda texts: (Message(N_("not in the list")), nearest(texts[name] or "", allowed))


def _describe_date(column: Column, day: date | None) -> Callable[[Texts], Described]:
    def describe(texts: Texts) -> Described:
        text = texts[column.name] or ""
        try:
            known = date.fromisoformat(text) if _ISO.fullmatch(text) else None
        except ValueError:
            return Message(N_("this date does not exist")), _A_DATE
        if known is None or day is None:
            return Message(N_("not a date")), _A_DATE
        first, last = date_bounds(column, day)
        later = column.name == RECORDED_ON and known > last
        between = Message(N_("{least} to {most}"), {"least": first.isoformat(), "most": last.isoformat()})
        return _RECEIVED_LATER if later else _OUT_OF_RANGE, between

    return describe


def _number_condition(column: Column, text: str) -> Condition:
    decimal = _DECIMAL.fullmatch(column.type)
    if decimal is None:
        pattern, problem, expected = "-?[0-9]{1,9}", _NOT_WHOLE, _WHOLE
    else:
        digits, places = int(decimal[1]) - int(decimal[2]), int(decimal[2])
        pattern, problem = f"-?[0-9]{{1,{digits}}}(\\.[0-9]{{1,{places}}})?", _NOT_A_NUMBER
        expected = Message(
            N_("a number with at most {digits} digits and {places} decimals"), {"digits": digits, "places": places}
        )
    # The cast alone is too kind here too: it rounds 5.5 to 6 and reads 0x10 as 16.
    return _condition(column, f"not regexp_full_match({text}, '{pattern}')", lambda _: (problem, expected))


def _rule_condition(rule: Rule) -> Condition:
    column, describe = _in_words(rule)
    return Condition(column, rule.columns, f"not {rule.expression}", describe)


def _in_words(rule: Rule) -> tuple[str, Callable[[Texts], Described]]:
    """The column to blame for a broken rule, and words for it, by the shapes that the schema uses."""
    text = rule_text(rule)
    if found := re.fullmatch(rf"{_NAME} <= {_NAME}", text):
        return found[2], _describe_order(found[1])
    if found := re.fullmatch(rf"{_NAME} >= (-?[\d.]+)", text):
        return found[1], _always(_OUT_OF_RANGE, Message(N_("at least {least}"), {"least": found[2]}))
    if found := re.fullmatch(rf"{_NAME} BETWEEN (\S+) AND (\S+)", text):
        between = Message(N_("{least} to {most}"), {"least": found[2], "most": found[3]})
        return found[1], _always(_OUT_OF_RANGE, between)
    if re.fullmatch(r"COALESCE\(.*\) IS NOT NULL", text):
        either = Message(N_("a value in at least one of {columns}"), {"columns": ", ".join(rule.columns)})
        return rule.columns[0], _always(EMPTY, either)
    if found := re.fullmatch(rf"regexp_full_match\({_NAME}, '(.*)'\)", text):
        form = Message(N_("text of the form {pattern}"), {"pattern": found[2]})
        return found[1], _always(Message(N_("not in the right form")), form)
    kept = Message(N_("a row for which {rule} holds"), {"rule": text})
    return rule.columns[-1], _always(Message(N_("the row contradicts a rule of its table")), kept)


def _always(problem: Message, expected: Message) -> Callable[[Texts], Described]:
    return lambda _: (problem, expected)


def _describe_order(first: str) -> Callable[[Texts], Described]:
    def describe(texts: Texts) -> Described:
        values = {"column": first, "value": texts[first]}
        return Message(N_("before {column}"), values), Message(N_("not before {value}"), values)

    return describe
