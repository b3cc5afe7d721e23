"""`brep methodology calibrate`: back-test the goalposts on past periods; it proposes and never writes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from brep_metrics.calibration import calibrate as calibrate_goalposts
from brep_metrics.calibration import past_periods
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
from brep_metrics.cli.prompts import evaluation_request
from brep_metrics.scoring import evaluate_each


class Part(StrEnum):
    """What is printed."""

    INDICATORS = "indicators"
    CORRELATIONS = "correlations"
    OUTCOMES = "outcomes"


BackOption = Annotated[
    int,
    typer.Option("--back", metavar="N", parser=whole_number(1, 40), help="How many periods, the given one the last."),
]
PartOption = Annotated[
    Part,
    typer.Option(
        "--part", help="Indicators with proposed goalposts, their correlations, or outcomes under the proposal."
    ),
]


def calibrate(
    *,
    back: BackOption = 3,
    part: PartOption = Part.INDICATORS,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Back-test the goalposts on past periods and propose others; nothing is written."""
    with evaluation_request(store, generation, period, as_of, methodology) as question:
        *past, _last = past_periods(question.period, back)
        evaluations = (*evaluate_each(question.whole, question.methodology, past), question.evaluation())
        question.say(as_language(lang))
    found = calibrate_goalposts(evaluations)
    frames = {
        Part.INDICATORS: found.indicators,
        Part.CORRELATIONS: found.correlations,
        Part.OUTCOMES: found.outcomes,
    }
    print_data(frames[part], output, as_language(lang))
