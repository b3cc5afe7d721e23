"""`brep round assess` and `object`: what a lead hands in, or an evaluator on its behalf."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brep_metrics.cli.options import DEFAULT_STORE, AsOption, LanguageOption, StoreOption, as_language
from brep_metrics.cli.rounds.app import ReasonOption, RoundOption, acting, app, meant
from brep_metrics.errors import UsageError
from brep_metrics.filing import MAX_BYTES
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import Act, Ground, keep_attachments, perform, record_of, require_records
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

_Group = Annotated[str, typer.Argument(metavar="GROUP", help="The code of the group.")]
_Attach = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A file that proves it.")]


@app.command()
def assess(
    group: _Group,
    *,
    text: Annotated[str, typer.Option(help="The self-assessment in words, at most 2,000 characters.")] = "",
    difference: Annotated[
        list[str] | None,
        typer.Option(metavar="INDICATOR=VALUE:REASON", help="A value that the group disputes, with its own."),
    ] = None,
    attach: _Attach = None,
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Hand in a group's self-assessment; handed in again before its day, the later one counts."""
    opened = open_store(store)
    differences = [_difference(one) for one in difference or ()]
    content = {"group": group, "text": text, "differences": differences, "attachments": _kept(opened, attach)}
    made = perform(opened, meant(opened, round_).id, Act.ASSESS, acting(opened, as_), content)
    said = N_("The self-assessment of {group} was handed in: {count} differences")
    print(
        Message(said, {"group": made.assessments[group].group, "count": len(differences)}).text(as_language(lang)),
        file=sys.stderr,
    )


@app.command("object")
def object_(
    group: _Group,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="indicator:CODE, gate:CODE, status or procedure.")],
    reason: ReasonOption,
    *,
    record: Annotated[
        list[str] | None,
        typer.Option(metavar="“TABLE KEY”", help="A record that the objection is about, such as “report R0012”."),
    ] = None,
    missing: Annotated[str | None, typer.Option(metavar="TEXT", help="The record that is missing.")] = None,
    attach: _Attach = None,
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Object to a result on notice, one target at a time."""
    opened = open_store(store)
    found, actor = meant(opened, round_), acting(opened, as_)
    records = [record_of(one) for one in record or ()]
    require_records(opened, found, group, records)
    content = {
        "group": group,
        "target": target,
        "ground": str(Ground.PROCEDURE if target == "procedure" else Ground.FACT),
        "reason": reason,
        "records": [[one.table, list(one.key)] for one in records],
        "missing": missing,
        "attachments": _kept(opened, attach),
    }
    made = perform(opened, found.id, Act.OBJECT, actor, content)
    claim = made.objections[-1]
    said = N_("Objection {claim} of {group} was handed in; the reply is due by {day}")
    values = {"claim": claim.id, "group": group, "day": claim.reply_by.isoformat() if claim.reply_by else ""}
    print(Message(said, values).text(as_language(lang)), file=sys.stderr)


def _difference(text: str) -> dict[str, str]:
    indicator, _, rest = text.partition("=")
    value, _, reason = rest.partition(":")
    if not (indicator and value and reason):
        said = N_("“{text}” is not a difference; write INDICATOR=VALUE:REASON")
        raise UsageError(Message(said, {"text": text}))
    return {"indicator": indicator, "value": value, "reason": reason.strip()}


def _kept(store: Store, paths: list[Path] | None) -> dict[str, str]:
    return keep_attachments(store, [(path.name, content_of(path, MAX_BYTES)) for path in paths or ()])
