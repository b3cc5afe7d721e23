"""`brep robustness`: how sure the ranking is, for the groups of a period or for any table of values."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

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
    whole_number,
)
from brep_metrics.cli.output import print_data
from brep_metrics.cli.prompts import chosen_methodology, evaluation_request, print_provenance
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.limits import MAX_DRAWS
from brep_metrics.robustness import leave_one_out, rank_uncertainty, resample_reviews, sensitivity
from brep_metrics.scoring import score
from brep_metrics.values import read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.robustness import RankUncertainty, Sensitivity
    from brep_metrics.scoring import Scores

    Reviews = Mapping[str, NDArray[np.float64]]

app = typer.Typer()

MAX_SEED = (1 << 63) - 1


class Part(StrEnum):
    """What is printed."""

    RANKS = "ranks"
    GROUPS = "groups"
    PAIRS = "pairs"
    SENSITIVITY = "sensitivity"
    LEAVE_ONE_OUT = "leave-one-out"


DrawsOption = Annotated[
    int | None,
    typer.Option("--draws", metavar="N", parser=whole_number(1, MAX_DRAWS), help="Draws; the methodology's if empty."),
]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", parser=whole_number(0, MAX_SEED), help="Seed; the methodology's if empty."),
]
ValuesOption = Annotated[
    Path | None, typer.Option("--values", metavar="VALUES.csv", help="Any table of values instead of the store.")
]
PartOption = Annotated[
    Part,
    typer.Option(
        "--part", help="Rank intervals, rank bands, P(row above column), Sobol indices, or ranks without an indicator."
    ),
]


@app.command()
def robustness(
    *,
    draws: DrawsOption = None,
    seed: SeedOption = None,
    values: ValuesOption = None,
    part: PartOption = Part.RANKS,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Vary all declared factors together and say how the ranks hold."""
    language = as_language(lang)
    if values is not None:
        chosen = _for_tables(chosen_methodology(methodology), language)
        table = read_values(values, chosen)
        scores = score(table.values, chosen, units=table.units, conditions=table.conditions)
        reviews, years = None, 1.0
        print_provenance(chosen, language)
    else:
        with evaluation_request(store, generation, period, as_of, methodology) as question:
            evaluation = question.evaluation()
            reviews = resample_reviews(question.reading, evaluation, seed=seed)
            question.say(language)
        chosen, scores, years = question.methodology, evaluation.scores, question.period.years
    asked = {"draws": draws, "seed": seed}
    frame = _frame(part, scores, chosen, asked, years, reviews, language)
    print_data(frame, output, language)


def _for_tables(methodology: Methodology, language: Language) -> Methodology:
    """The methodology as it applies to a table of values: it holds no reviews, so their reviewers stay as they are."""
    declared = methodology.robustness
    if declared is None or not declared.reviewers:
        return methodology
    print(
        Message(N_("a table of values holds no reviews: the reviewers are not varied")).text(language), file=sys.stderr
    )
    return replace(methodology, robustness=replace(declared, reviewers=False))


def _frame(
    part: Part,
    scores: Scores,
    methodology: Methodology,
    asked: Mapping[str, int | None],
    years: float,
    reviews: Reviews | None,
    language: Language,
) -> pd.DataFrame:
    if part is Part.LEAVE_ONE_OUT:
        return leave_one_out(scores, methodology, years=years).table()
    if part is Part.SENSITIVITY:
        indices = sensitivity(scores, methodology, **asked, years=years, reviews=reviews)
        names = {"count": indices.evaluations, "method": indices.method}
        print(Message(N_("evaluations: {count} ({method})"), names).text(language), file=sys.stderr)
        return _indices(indices)
    found = rank_uncertainty(
        scores,
        methodology,
        draws=asked["draws"],
        seed=asked["seed"],
        years=years,
        reviews=reviews,
        pairs=part is Part.PAIRS,
    )
    print(_said(found).text(language), file=sys.stderr)
    return {Part.RANKS: found.table, Part.GROUPS: found.groups, Part.PAIRS: found.pairs}[part]()


def _said(found: RankUncertainty) -> Message:
    names = {
        "draws": found.draws,
        "seed": found.seed,
        "factors": ", ".join(found.factors) or "-",
        "shift": f"{found.mean_rank_shift:.2f}",
    }
    if found.is_exact:
        return Message(N_("all {draws} combinations of the factors: {factors}; mean rank shift {shift}"), names)
    return Message(N_("{draws} draws, seed {seed}, factors: {factors}; mean rank shift {shift}"), names)


def _indices(indices: Sensitivity) -> pd.DataFrame:
    """One row per output and factor; the output is a unit's rank, or the mean rank shift (empty unit)."""
    rows = [
        {
            "unit": unit,
            "factor": factor,
            "first": indices.first[number, column],
            "first_error": indices.first_error[number, column],
            "total": indices.total[number, column],
            "total_error": indices.total_error[number, column],
        }
        for column, unit in [(-1, ""), *enumerate(indices.units)]
        for number, factor in enumerate(indices.factors)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["unit", "factor", "first", "first_error", "total", "total_error"]))
