"""`brep filing`: what was handed in, entering and returning it, obligations, and the workbook of a group."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads it when it runs
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from brep_metrics import filing
from brep_metrics.cli.acting_person import filing_actor
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    AsOption,
    FormatOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
    whole_number,
)
from brep_metrics.cli.output import print_data
from brep_metrics.errors import UsageError
from brep_metrics.filing import State  # noqa: TC001 - as above
from brep_metrics.i18n import N_, Message
from brep_metrics.periods import Period, day_of
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.i18n import Language
    from brep_metrics.store import Generation

app = typer.Typer(no_args_is_help=True, help="What organizations hand in, and what becomes of it.")

_Number = Annotated[str, typer.Argument(metavar="ID", help="The number of a filing, such as F000012.")]
_GroupOption = Annotated[str, typer.Option("--group", metavar="G", help="The working group, by its code.")]
_LIST_COLUMNS = ("filing", "state", "table", "kind", "key", "group_id", "submitted_on", "who")


@app.command("list")
def list_(
    *,
    state: Annotated[list[State] | None, typer.Option(help="Only filings in this state; may be repeated.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """List the filings that are open to you, the latest first."""
    opened, actor = filing_actor(store, as_)
    found = filing.listing(opened, actor, state)
    rows = [
        (one.number, one.state, one.table, one.kind, one.key, one.group_id, _text(one.submitted_on), one.who)
        for one in found
    ]
    print_data(pd.DataFrame(rows, columns=list(_LIST_COLUMNS)), output, as_language(lang))


@app.command()
def show(
    number: _Number,
    *,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show what a filing changes, old and new, and its history on the error output."""
    language = as_language(lang)
    opened, actor = filing_actor(store, as_)
    found = filing.find(opened, actor, filing.id_of(number))
    columns = load_schema().tables[found.table].columns
    rows = [(name, columns[name].title.text(language), old, new) for name, (old, new) in found.changes.items()]
    print_data(pd.DataFrame(rows, columns=["column", "title", "old", "new"]), output, language)
    for entry in filing.history(opened, actor, found.id):
        line = (entry.moment, entry.act, entry.who, entry.text)
        print("  ".join(str(part) for part in line if part), file=sys.stderr)
    for one in found.attachments:
        print(f"{one.name}  {one.size}  {one.sha256}", file=sys.stderr)


@app.command()
def enter(
    numbers: Annotated[list[str], typer.Argument(metavar="ID…", help="The numbers of filings.")],
    *,
    reason: Annotated[str | None, typer.Option(help="Why they are entered though a partner has not confirmed.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Enter filings as one load; all of them or none."""
    opened, actor = filing_actor(store, as_)
    made = filing.enter(opened, actor, [filing.id_of(number) for number in numbers], reason=reason)
    values = {"count": len(set(numbers)), "generation": made.id}
    _say(Message(N_("Filings entered: {count}; generation {generation}"), values), as_language(lang))


@app.command("return")
def return_(
    number: _Number,
    *,
    comment: Annotated[str, typer.Option(help="What is to be corrected.")],
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Return a filing to its organization, with a comment."""
    opened, actor = filing_actor(store, as_)
    made = filing.give_back(opened, actor, filing.id_of(number), comment)
    _say(Message(N_("{number} has been returned"), {"number": made.number}), as_language(lang))


@app.command()
def accept(
    number: _Number,
    *,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="G", help="The group that it joins."),
    ] = None,
    reason: Annotated[str | None, typer.Option(help="What is to be remembered about it.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Accept a Record of Intention, and enter it with the organization of an applicant."""
    opened, actor = filing_actor(store, as_)
    made = filing.decide(opened, actor, filing.id_of(number), accepted=True, group_id=group, reason=reason)
    _say(Message(N_("{number} was accepted; generation {generation}"), _entered(number, made)), as_language(lang))


@app.command()
def decline(
    number: _Number,
    *,
    reason: Annotated[str, typer.Option(help="Why; the organization reads it.")],
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Decline a Record of Intention, and enter it with the decision."""
    opened, actor = filing_actor(store, as_)
    made = filing.decide(opened, actor, filing.id_of(number), accepted=False, reason=reason)
    _say(Message(N_("{number} was declined; generation {generation}"), _entered(number, made)), as_language(lang))


@app.command()
def workbook(
    *,
    group: _GroupOption,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the workbook.")],
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Write the records of a group that you may file as a workbook, to be changed offline and filed again."""
    opened, actor = filing_actor(store, as_)
    content = filing.workbook(opened, actor, group)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(Message(N_("Cannot write to {path}"), {"path": str(out)})) from error
    _say(Message(N_("Written: {path}"), {"path": str(out)}), as_language(lang))


@app.command()
def file(
    files: Annotated[list[Path], typer.Argument(metavar="FILES…", help="Workbooks or CSV files.")],
    *,
    group: _GroupOption,
    note: Annotated[str | None, typer.Option(help="What the evaluator should know.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Submit new and changed rows as filings; unchanged rows are nothing, and one fault keeps everything out."""
    opened, actor = filing_actor(store, as_)
    made = filing.file_files(opened, actor, group, files, note=note)
    for one in made:
        print(f"{one.number}  {one.table}  {one.key}  {one.sha256}")
    _say(Message(N_("Filings submitted: {count}"), {"count": len(made)}), as_language(lang))


@app.command()
def oblige(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="work_plan, execution_review or progress.")],
    period: Annotated[str, typer.Option("--period", metavar="P", help="2025, 2025H1, 2025Q3 or 2021-07..2026-06.")],
    *,
    every: Annotated[
        int, typer.Option(metavar="MONTHS", parser=whole_number(1, 360), help="The months that a report is about.")
    ],
    due_days: Annotated[
        int, typer.Option(metavar="DAYS", parser=whole_number(0, 3650), help="When it is due, after these months.")
    ],
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="G", help="Every group if empty; may be repeated.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Oblige groups to report on each part of a period; what they owe already is left alone."""
    opened, actor = filing_actor(store, as_)
    wanted = Period.parse(period)
    made = filing.create_series(opened, actor, kind, wanted, every=every, due_days=due_days, groups=group)
    values = {"count": made.changes["report"]["new"], "generation": made.id}
    _say(Message(N_("Obligations made: {count}; generation {generation}"), values), as_language(lang))


@app.command()
def extend(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report, by its identifier.")],
    *,
    until: Annotated[str, typer.Option(metavar="DATE", help="The new due date.")],
    reason: Annotated[str, typer.Option(help="Why it is due later.")],
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Give one group more time for a report."""
    opened, actor = filing_actor(store, as_)
    made = filing.extend(opened, actor, report, day_of(until), reason)
    values = {"report": report, "day": until, "generation": made.id}
    _say(Message(N_("{report} is due on {day}; generation {generation}"), values), as_language(lang))


def _entered(number: str, made: Generation) -> dict[str, str]:
    return {"number": filing.number_of(filing.id_of(number)), "generation": made.id}


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _say(message: Message, language: Language) -> None:
    print(message.text(language), file=sys.stderr)
