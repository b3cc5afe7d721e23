"""`brep methodology calibrate`: back-test the goalposts on past periods; it proposes and never writes."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from brep_metrics.calibration import calibrate as calibrate_goalposts
from brep_metrics.cli.asking import asking
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
from brep_metrics.scoring import evaluate_periods

if TYPE_CHECKING:
    from brep_metrics.periods import Period


class Part(StrEnum):
    """What is printed."""

    INDICATORS = "indicators"
    OUTCOMES = "outcomes"


BackOption = Annotated[int, typer.Option("--back", min=1, max=40, help="How many periods, the given one the last.")]
PartOption = Annotated[
    Part, typer.Option("--part", help="Indicators with proposed goalposts, or ranks and grades under the proposal.")
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
    with asking(store, generation, period, as_of, methodology) as question:
        evaluations = evaluate_periods(question.reading, question.methodology, _past(question.period, back))
        print(question.stamp.text(as_language(lang)), file=sys.stderr)
    found = calibrate_goalposts(evaluations)
    print_data(found.indicators if part is Part.INDICATORS else found.outcomes, output, as_language(lang))


def _past(last: Period, count: int) -> list[Period]:
    """`count` periods of the same length, oldest first."""
    periods = [last]
    while len(periods) < count:
        periods.insert(0, periods[0].previous())
    return periods
