"""The indicators' queries: read from their files, checked against the methodology, joined into one statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, FaultsError
from brep_metrics.evidence.reductions import REDUCTIONS
from brep_metrics.evidence.shared_rows import union_all
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from brep_metrics.methodology import Indicator, Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading

SQL_DIRECTORY = Path(__file__).parents[1] / "sql"
_COMMENT, _WORD, _PARAMETER = re.compile(r"--[^\n]*"), re.compile(r"\w+"), re.compile(r"\$([A-Za-z_]\w*)")
_SELECTS_EVERY, _EVERY = re.compile(r"(?:select|,)\s+\*(?!\s+from\s+\w+\s*\()|\w\.\*"), "*"
AS_OF = "as_of"  # the one parameter that the reading gives, not the methodology


@dataclass(frozen=True)
class Statement:
    """A statement and the values of exactly the parameters that it binds."""

    sql: str
    parameters: Mapping[str, object]


@cache
def read_sql(name: str) -> str | None:
    """The text of `sql/<name>.sql`, which never changes while the process lives; None where there is no such file."""
    path = SQL_DIRECTORY / f"{name}.sql"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def indicator_sql(code: str) -> str | None:
    """The query of one indicator; None where it has none."""
    return read_sql(f"indicators/{code}")


@cache
def indicator_parameters(code: str) -> frozenset[str] | None:
    """The names of the parameters that an indicator's query binds; None where it has no query."""
    sql = indicator_sql(code)
    return None if sql is None else frozenset(_PARAMETER.findall(_COMMENT.sub("", sql)))


def indicator_source(code: str) -> str:
    """What a reader opens to check an indicator: its query, and below it the macros of `sql/macros` that it uses."""
    return "\n".join(_texts_of(code))


def evaluated_groups_sql() -> str:
    """The query of the groups that existed within each evaluated period."""
    return read_sql("evaluated_groups") or ""


def prepare(reading: Reading, periods: Sequence[Period], indicators: Iterable[Indicator]) -> None:
    """Set what the indicators' queries refer to: the evaluated periods and their macros of `sql/macros`.

    Raises:
        UsageError: two of the periods overlap.

    """
    reading.set_periods(periods)
    called = frozenset(chain.from_iterable(_texts_of(one.code) for one in indicators))
    for path in _macros():
        macro = read_sql(f"macros/{path.stem}") or ""
        if macro in called:
            reading.define(macro)


def measuring_statement(
    reading: Reading, methodology: Methodology, keys: Sequence[str], only: Collection[str] | None = None
) -> Statement:
    """All indicators at once: (position of the indicator, *keys, evidence_rows, numerator, denominator).

    The keys are among `period` and `group_id`. With `only`, the indicators of these codes, of which there must be one.

    Raises:
        FaultsError: an indicator has no query, or its query binds a parameter that the methodology does not declare.

    """
    wanted = [entry for entry in enumerate(methodology.measured) if only is None or entry[1].code in only]
    parameters = bound_parameters(reading, methodology, [indicator for _, indicator in wanted])
    return Statement(union_all([_aggregation(*entry, ", ".join(keys)) for entry in wanted]), parameters)


def reading_columns(methodology: Methodology, columns: Mapping[str, Collection[str] | None]) -> frozenset[str]:
    """The codes of the indicators whose queries, with the macros in them, read one of the columns.

    `columns` are by table; None stands for all, as of a record that is new.
    """
    return frozenset(
        one.code
        for one in methodology.measured
        if any(_reads(words_of(one.code), table, names) for table, names in columns.items())
    )


@cache
def words_of(code: str) -> frozenset[str]:
    """The words of an indicator's query and of the macros in it, among which are the tables and columns that it reads.

    Where it selects all columns of something else than a macro, which names its own, there is `*` too.
    """
    queries = [_COMMENT.sub("", sql) for sql in _texts_of(code)]
    every = {_EVERY for sql in queries if _SELECTS_EVERY.search(sql)}
    return frozenset(every.union(*map(_WORD.findall, queries)))


@cache
def _texts_of(code: str) -> tuple[str, ...]:
    """The indicator's query, then each macro that it calls, and each that those call, once."""
    texts = [indicator_sql(code) or ""]
    missing = {path.stem for path in _macros()}
    for text in texts:
        called = sorted(missing.intersection(_WORD.findall(_COMMENT.sub("", text))))
        texts += [read_sql(f"macros/{name}") or "" for name in called]
        missing.difference_update(called)
    return tuple(texts)


def _reads(words: Collection[str], table: str, columns: Collection[str] | None) -> bool:
    return table in words and (columns is None or _EVERY in words or not set(words).isdisjoint(columns))


def listing_statement(
    reading: Reading, methodology: Methodology, indicators: Sequence[Indicator], group_id: str | None
) -> Statement:
    """The evidence rows of some indicators, of one group or of all that existed in the period, in a fixed order.

    Columns: position of the indicator, group_id, source, record_id, item, numerator, denominator.

    Raises:
        FaultsError: as in `measuring_statement`.

    """
    parameters = dict(bound_parameters(reading, methodology, indicators))
    wanted = f"group_id in (select group_id from ({evaluated_groups_sql()}))"  # noqa: S608 - as below
    queries = [_listing(*entry) for entry in enumerate(indicators)]
    if group_id is None:
        rows = union_all(queries)
    else:
        # Said of the rows themselves, so that a scan reads little else; shared rows would be those of all groups.
        rows = "\nunion all\n".join(queries)
        parameters["listed_group"] = group_id
        wanted += " and group_id = $listed_group"
    return Statement(f"select * from (\n{rows}\n) where {wanted} order by all", parameters)  # noqa: S608 - as below


def bound_parameters(
    reading: Reading, methodology: Methodology, indicators: Sequence[Indicator]
) -> Mapping[str, object]:
    """The parameters that the indicators' queries bind, with their values.

    Raises:
        FaultsError: as in `measuring_statement`, with all faults of all indicators.

    """
    known = {**methodology.parameters, AS_OF: reading.as_of}
    faults: list[Fault] = []
    used: set[str] = set()
    for indicator in indicators:
        needed = indicator_parameters(indicator.code)
        faults.extend(_faults(methodology, indicator, needed, known))
        used |= needed or set()
    if faults:
        text = N_("The methodology {methodology} cannot be measured")
        raise FaultsError(Message(text, {"methodology": methodology.id}), faults)
    return {name: known[name] for name in sorted(used)}


@cache
def _macros() -> tuple[Path, ...]:
    return tuple(sorted((SQL_DIRECTORY / "macros").glob("*.sql")))


def _faults(
    methodology: Methodology, indicator: Indicator, needed: frozenset[str] | None, known: Mapping[str, object]
) -> Iterator[Fault]:
    if needed is None:
        text = N_("The indicator {indicator} has no query")
        file = Message(N_("a file sql/indicators/{indicator}.sql"), {"indicator": indicator.code})
        yield Fault(methodology.id, Message(text, {"indicator": indicator.code}), value=indicator.code, expected=file)
        return
    for name in sorted(needed - known.keys()):
        text = N_("The indicator {indicator} needs the parameter {name}")
        yield Fault(
            methodology.id,
            Message(text, {"indicator": indicator.code, "name": name}),
            value=indicator.code,
            expected=Message(N_("{name} = … under [parameters]"), {"name": name}),
        )


def _aggregation(position: int, indicator: Indicator, keys: str) -> str:
    reduction = REDUCTIONS[indicator.value]
    return f"""
        select
            {position} as indicator,
            {keys},
            count(*) as evidence_rows,
            cast({reduction.numerator_sql} as double) as numerator,
            cast({reduction.denominator_sql} as double) as denominator
        from (\n{indicator_sql(indicator.code)}\n)
        group by {keys}
    """  # noqa: S608 - the parts come from this package's files


def _listing(position: int, indicator: Indicator) -> str:
    return f"""
        select
            {position} as indicator,
            group_id,
            source,
            record_id,
            item,
            cast(numerator as double) as numerator,
            cast(denominator as double) as denominator
        from (\n{indicator_sql(indicator.code)}\n)
    """  # noqa: S608 - the parts come from this package's files
