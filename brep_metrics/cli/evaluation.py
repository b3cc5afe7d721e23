"""`brep evaluate` and `brep score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from brep_metrics.cli.flags import print_flags
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
from brep_metrics.cli.prompts import chosen_methodology, evaluation_request, print_provenance
from brep_metrics.i18n import Message
from brep_metrics.scoring import STATUS_TEXTS, Status, score_table
from brep_metrics.scoring import score as score_values

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.scoring import Evaluation

app = typer.Typer()

ValuesArgument = Annotated[
    Path, typer.Argument(metavar="VALUES.csv", help="First column unit, one column per indicator.")
]
LateOption = Annotated[
    bool, typer.Option("--late", help="List what came in after the as-of date and does not count, instead.")
]


@app.command()
def evaluate(
    *,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    late: LateOption = False,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Score, rank and grade the working groups of a period (the last full year if none is given)."""
    language = as_language(lang)
    with evaluation_request(store, generation, period, as_of, methodology) as question:
        evaluation = question.evaluation()
        question.say(language)
        left_out = question.late.rows
    if late:
        print_data(left_out, output, language)
        return
    print_flags(evaluation.scores, evaluation.methodology, language)
    print_data(
        _for_reading(evaluation, language) if output is OutputFormat.TABLE else evaluation.table(), output, language
    )


@app.command()
def score(
    values: ValuesArgument,
    *,
    methodology: MethodologyOption = None,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Apply a methodology to any table of values."""
    from brep_metrics.values import read_values  # noqa: PLC0415 - with what reads files, `evaluate` need not wait for it

    chosen = chosen_methodology(methodology)
    table = read_values(values, chosen)
    scores = score_values(table.values, chosen, units=table.units, conditions=table.conditions)
    print_provenance(chosen, as_language(lang))
    print_flags(scores, chosen, as_language(lang))
    frame = score_table(scores, chosen)
    print_data(_rounded(frame, chosen.round) if output is OutputFormat.TABLE else frame, output, as_language(lang))


def _for_reading(evaluation: Evaluation, language: Language) -> pd.DataFrame:
    """The evaluation in the columns that fit a terminal, with names and grades in the reader's language."""
    groups = {group.group_id: group for group in evaluation.groups}
    grades = {grade.code: grade.title.text(language) or grade.code for grade in evaluation.methodology.grades}
    table = evaluation.table()
    shown = pd.DataFrame(
        {
            "rank": table["rank"],
            "group_id": table["group_id"],
            "name": [groups[group_id].name.text(language) for group_id in table["group_id"]],
            "score": table["score"],
            "grade": [grades.get(code, "") for code in table["grade"]],
            "coverage": table["coverage"],
            "status": [Message(STATUS_TEXTS[Status(status)]).text(language) for status in table["status"]],
        }
    )
    return _rounded(shown, evaluation.methodology.round)


def _rounded(frame: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Numbers as they are published: with the decimals of the methodology, coverage in percent."""
    shown = frame.astype(object)
    for name in frame.select_dtypes("float").columns:
        pattern = "{:.0%}" if name == "coverage" else f"{{:z.{decimals}f}}"
        shown[name] = ["" if pd.isna(cell) else pattern.format(cell) for cell in frame[name]]
    return shown
