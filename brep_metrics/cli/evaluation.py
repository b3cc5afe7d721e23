"""`brep evaluate`, `brep score`, `brep methodology check` and `show`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from brep_metrics.cli.asking import asking, chosen_methodology, stamp_of
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
from brep_metrics.errors import FaultsError
from brep_metrics.evidence.declared import is_for_plain_tables, query_faults
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import Indicator, load_methodology
from brep_metrics.scoring import evaluate as evaluate_period
from brep_metrics.scoring import score as score_values
from brep_metrics.scoring import score_table
from brep_metrics.values import read_values

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology, Node
    from brep_metrics.scoring import Evaluation

app = typer.Typer()
methodology_app = typer.Typer(no_args_is_help=True, help="Check or show a methodology.")
app.add_typer(methodology_app, name="methodology")

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A methodology file.")]


@app.command()
def evaluate(
    *,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Score, rank and grade the working groups of a period (the last full year if none is given)."""
    language = as_language(lang)
    with asking(store, generation, period, as_of, methodology) as question:
        evaluation = evaluate_period(question.reading, question.methodology, question.period)
        print(question.stamp.text(language), file=sys.stderr)
    print_data(_for_reading(evaluation, language) if output is OutputFormat.TABLE else evaluation.table(), output)


@app.command()
def score(
    values: Annotated[Path, typer.Argument(metavar="VALUES.csv", help="First column unit, one column an indicator.")],
    *,
    methodology: MethodologyOption = None,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Apply a methodology to any table of values."""
    chosen = chosen_methodology(methodology)
    table = read_values(values, chosen)
    scores = score_values(table.values, chosen, units=table.units, conditions=table.conditions)
    _print_stamp(chosen, as_language(lang))
    frame = score_table(scores, chosen)
    print_data(_rounded(frame, chosen.round) if output is OutputFormat.TABLE else frame, output)


@methodology_app.command()
def check(file: FileArgument, *, lang: LanguageOption = None) -> None:
    """List everything that is wrong with a methodology file, its indicators' queries included."""
    methodology = load_methodology(file)
    plain = is_for_plain_tables(methodology)
    faults = [] if plain else query_faults(methodology, file=file.name)
    if faults:
        raise FaultsError(Message(N_("{file} cannot be measured"), {"file": file.name}), faults)
    purpose = N_("for tables of values") if plain else N_("for the network's data")
    facts = {"stamp": stamp_of(methodology), "nodes": len(methodology.nodes), "scored": len(methodology.scored)}
    text = N_("{stamp}: no faults; {nodes} nodes, {scored} scored indicators; {purpose}")
    print(Message(text, facts | {"purpose": Message(purpose)}).text(as_language(lang)))


@methodology_app.command()
def show(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="brep-annual if empty.")] = None,
    *,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Show the tree of a methodology: nodes and indicators with weights, goalposts and rules."""
    methodology = chosen_methodology(file)
    _print_stamp(methodology, as_language(lang))
    print_data(_tree(methodology, as_language(lang)), output)


def _print_stamp(methodology: Methodology, language: Language) -> None:
    stamp = Message(N_("methodology {methodology}"), {"methodology": stamp_of(methodology)})
    print(stamp.text(language), file=sys.stderr)


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
            "status": [Message(_STATUS[status]).text(language) for status in table["status"]],
        }
    )
    return _rounded(shown, evaluation.methodology.round)


_STATUS = {
    "rated": N_("rated"),
    "new": N_("not rated: established in the period"),
    "dissolved": N_("not rated: dissolved in the period"),
    "low_coverage": N_("not rated: too few data"),
}


def _rounded(frame: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Numbers as they are published: with the decimals of the methodology, coverage in percent."""
    shown = frame.astype(object)
    for name in frame.select_dtypes("float").columns:
        pattern = "{:.0%}" if name == "coverage" else f"{{:.{decimals}f}}"
        shown[name] = ["" if pd.isna(cell) else pattern.format(cell) for cell in frame[name]]
    return shown


def _tree(methodology: Methodology, language: Language) -> pd.DataFrame:
    """One row a node or indicator, in the order of the tree, each behind its parent."""
    shares = dict(zip((one.code for one in methodology.scored), methodology.effective_weights.tolist(), strict=True))
    entries = [*_below(methodology, methodology.root), *(one for one in methodology.measured if one.parent is None)]
    return pd.DataFrame([_described(entry, shares, language) for entry in entries])


def _below(methodology: Methodology, entry: Node | Indicator) -> list[Node | Indicator]:
    children = () if isinstance(entry, Indicator) else methodology.children(entry.code)
    return [entry, *(below for child in children for below in _below(methodology, child))]


def _described(entry: Node | Indicator, shares: dict[str, float], language: Language) -> dict[str, object]:
    described: dict[str, object] = {"code": entry.code, "parent": entry.parent or "", "weight": entry.weight}
    if not isinstance(entry, Indicator):
        return described | {"aggregate": entry.aggregate, "title": entry.title.text(language)}
    return described | {
        "share": shares.get(entry.code),
        "direction": entry.direction,
        "value": entry.value,
        "unit": entry.unit,
        "missing": entry.missing,
        "method": entry.normalise.method,
        "lower": entry.normalise.lower,
        "upper": entry.normalise.upper,
        "title": entry.title.text(language),
    }
