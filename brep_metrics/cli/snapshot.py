"""`brep snapshot create`, `verify`, `diff` and `list`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from brep_metrics import isolated
from brep_metrics import snapshot as snapshots
from brep_metrics.access import notes as written_notes
from brep_metrics.access.audit import local_user
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    FormatOption,
    GenerationOption,
    LanguageOption,
    MethodologyOption,
    OutputFormat,
    PeriodOption,
    StoreOption,
    as_language,
)
from brep_metrics.cli.output import print_data
from brep_metrics.cli.prompts import evaluation_request
from brep_metrics.i18n import N_, Message
from brep_metrics.store import open_store

app = typer.Typer(no_args_is_help=True, help="Make, verify and compare snapshots for a meeting.")

OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the zip.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A snapshot.")]

GroupOption = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="G", help="Only this group, for its lead; repeat it for a lead of several."),
]
NotesOption = Annotated[
    bool, typer.Option("--notes", help="With the notes of evaluators on the period; they are for evaluators only.")
]
BeforeArgument = Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier snapshot.")]


class Part(StrEnum):
    """What `diff` prints."""

    GROUPS = "groups"
    REASONS = "reasons"
    ROWS = "rows"


PartOption = Annotated[
    Part, typer.Option("--part", help="The groups that differ, the parts that explain it, or the evidence rows.")
]

_LISTED = (
    "at",
    "file",
    "generation",
    "period",
    "as_of",
    "methodology",
    "methodology_version",
    "scope",
    "language",
    "round",
    "stage",
    "sha256_of_file",
)


@app.command()
def create(
    *,
    out: OutOption,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    group: GroupOption = None,
    notes: NotesOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write one zip with results, evidence, data, methodology, workbook and brief, and record it in the journal.

    With --group, it holds what the lead of these groups may see of the network, and can be handed to them.
    """
    language = as_language(lang)
    opened = open_store(store)
    with evaluation_request(store, generation, period, as_of, methodology) as question:
        made = snapshots.create(
            opened,
            out,
            methodology=question.methodology,
            period=question.period,
            language=language,
            generation=question.reading.generation.id,
            as_of=question.reading.as_of,
            groups=group or None,
            notes=written_notes(opened) if notes else (),
            who=local_user(),
        )
        question.say_caveats(language)
        provenance = question.provenance
    text = N_("{file} written ({provenance}); sha256 {sha256}")
    print(Message(text, {"file": made.path, "provenance": provenance, "sha256": made.sha256}).text(language))


@app.command()
def verify(file: FileArgument, *, lang: LanguageOption = None) -> None:
    """Check every hash, then compute all scores anew from the tables and the methodology inside."""
    provenance: snapshots.Provenance = isolated.result_of("verify", file)
    text = N_(
        "{file} holds: every file is unchanged, and all of it follows from its tables (period {period}, as of {as_of})"
    )
    if provenance.groups is not None:
        text = N_(
            "{file} holds: every file is unchanged, and evidence, values, scores and grades follow from the groups’ own"
            " records; ranks and all else that needs the other groups is as stated (period {period}, as of {as_of})"
        )
    values = {"file": file.name, "period": provenance.period, "as_of": provenance.as_of.isoformat()}
    language = as_language(lang)
    print(Message(text, values).text(language))
    if provenance.round_stage is not None:
        stage = Message(N_("Stage of the results: {stage}"), {"stage": provenance.round_stage.title})
        print(stage.text(language))


@app.command()
def diff(
    before: BeforeArgument,
    after: FileArgument,
    *,
    part: PartOption = Part.GROUPS,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Say per group what changed in score, rank and grade from one snapshot to another, and why."""
    language = as_language(lang)
    found: snapshots.Difference = isolated.result_of("compare", before, after)
    for name, (one, other) in found.inputs.items():
        values = {"input": name, "before": one, "after": other}
        print(Message(N_("{input}: {before} → {after}"), values).text(language), file=sys.stderr)
    counts = {"changed": len(found.changed), "all": len(found.groups), "rows": len(found.rows)}
    summary = N_("{changed} of {all} groups differ in score, rank, grade or status; {rows} evidence rows differ")
    print(Message(summary, counts).text(language), file=sys.stderr)
    print_data({Part.GROUPS: found.changed, Part.REASONS: found.reasons, Part.ROWS: found.rows}[part], output, language)


@app.command("list")
def list_(
    *, store: StoreOption = DEFAULT_STORE, output: FormatOption = OutputFormat.TABLE, lang: LanguageOption = None
) -> None:
    """List the snapshots that the journal knows; the generations they refer to are never removed."""
    found = snapshots.recorded(open_store(store))
    frame = pd.DataFrame([{name: one.get(name) for name in _LISTED} for one in found], columns=list(_LISTED))
    print_data(frame, output, as_language(lang))
