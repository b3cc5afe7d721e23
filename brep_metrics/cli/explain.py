"""`brep explain`: why a group's score is what it is, why it changed, and what would raise its grade."""

from __future__ import annotations

import sys
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
)
from brep_metrics.cli.output import print_data
from brep_metrics.cli.prompts import EvaluationRequest, evaluation_request
from brep_metrics.errors import UsageError
from brep_metrics.evidence import evidence_rows
from brep_metrics.explain import (
    MAX_LISTED,
    Side,
    changed_rows,
    cheapest_combination,
    contributions,
    explain_change,
    next_grade,
)
from brep_metrics.i18n import N_, Message
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.explain import Change, Combination, Contributions, NextGrade
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation

app = typer.Typer()

GroupArgument = Annotated[str, typer.Argument(metavar="GROUP", help="The group's code.")]
AgainstOption = Annotated[
    str | None, typer.Option("--against", metavar="P", help="The earlier period to compare with.")
]
RowsOption = Annotated[
    bool, typer.Option("--rows", help="Print the evidence rows that differ from the period of --against instead.")
]

COLUMNS = {
    "contribution": ["code", "title", "points", "value", "normalised", "weight", "of_median", "beyond_median"],
    "change": ["code", "title", "points", "methodology", "data", "clipping"],
    "next_grade": ["code", "title", "points", "value", "target", "needed"],
    "combination": ["code", "title", "value", "target", "added", "records"],
}
ESTIMATED = N_("shares below a node with more than {count} children are estimates; they add up all the same")
OTHERS = {"adjustment": N_("adjustments"), "rounding": N_("rounding")}


@app.command()
def explain(
    group: GroupArgument,
    *,
    against: AgainstOption = None,
    rows: RowsOption = False,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Explain a group's score: contributions that add up to it, what changed, and the way to the next grade."""
    language = as_language(lang)
    if rows and against is None:
        raise UsageError(Message(N_("--rows compares two periods: name the earlier one with --against")))
    with evaluation_request(store, generation, period, as_of, methodology) as question:
        evaluation = question.evaluation()
        _require(evaluation, group)
        earlier = Period.parse(against) if against else None
        if rows and earlier:
            parts = {"rows": _differing_rows(question, group, earlier)}
        else:
            before = _evaluated(question, earlier) if earlier else None
            parts = explanation(evaluation, group, before, language)
            parts |= _combination(evaluation, group, _rows(question, group), language)
        question.say(language)
    if output is OutputFormat.TABLE:
        for part in parts.values():
            print_data(part, output, language)
    else:
        print_data(
            pd.concat([part.assign(part=name) for name, part in parts.items()])[_columns(parts)], output, language
        )


def explanation(
    evaluation: Evaluation, group: str, before: Evaluation | None, language: Language
) -> dict[str, pd.DataFrame]:
    """The parts, each in its `COLUMNS`, their points adding up; what has no number is said on stderr."""
    scores, methodology = evaluation.scores, evaluation.methodology
    titles = {one.code: one.title.text(language) for one in methodology.measured}
    titles |= {code: Message(text).text(language) for code, text in OTHERS.items()}
    found = contributions(scores, methodology, group)
    parts, exact = {"contribution": _contributions(evaluation, found)}, found.exact
    if before is not None:
        sides = [Side(one.scores, one.methodology, one.period.years) for one in (before, evaluation)]
        change = explain_change(sides[0], sides[1], group)
        parts |= {} if change is None else {"change": change.table}
        exact &= change is None or change.exact
        print(_change_said(change, before.period).text(language), file=sys.stderr)
    if not exact:
        print(Message(ESTIMATED, {"count": MAX_LISTED}).text(language), file=sys.stderr)
    way = next_grade(scores, methodology, group, conditions=evaluation.conditions, years=evaluation.period.years)
    for message in [] if way is None else _way_said(way, methodology):
        print(message.text(language), file=sys.stderr)
    if way is not None and way.grade is not None:
        parts["next_grade"] = way.table().rename(columns={"open_points": "points", "change": "needed"})
    return {name: _titled(part, titles)[COLUMNS[name]] for name, part in parts.items()}


def _titled(part: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    return part.assign(title=part["code"].map(titles).fillna(part["code"]))


def _combination(evaluation: Evaluation, group: str, rows: pd.DataFrame, language: Language) -> dict[str, pd.DataFrame]:
    """The fewest things to do for the next grade, one row per indicator; what they come to is said on stderr."""
    methodology = evaluation.methodology
    found = cheapest_combination(
        evaluation.scores,
        methodology,
        group,
        rows,
        conditions=evaluation.conditions,
        years=evaluation.period.years,
    )
    if found is None:
        return {}
    print(_combination_said(found, methodology).text(language), file=sys.stderr)
    if not found.parts:
        return {}
    part = pd.DataFrame(
        {
            "code": [one.code for one in found.parts],
            "value": [one.before for one in found.parts],
            "target": [one.after for one in found.parts],
            "added": [one.added for one in found.parts],
            "records": ["; ".join(record.record_id for record in one.records) for one in found.parts],
        }
    )
    titles = {one.code: one.title.text(language) for one in methodology.measured}
    return {"combination": _titled(part, titles)[COLUMNS["combination"]]}


def _combination_said(found: Combination, methodology: Methodology) -> Message:
    titles = {grade.code: grade.title for grade in methodology.grades}
    names = {
        "grade": titles[found.grade],
        "count": found.things,
        "score": f"{found.score:.{methodology.round}f}",
    }
    if found.reached:
        return Message(N_("fewest things to do for {grade}: {count}; the score would then be {score}"), names)
    return Message(N_("out of reach: with everything put right ({count}) the score would be {score}"), names)


def _columns(parts: dict[str, pd.DataFrame]) -> list[str]:
    """The columns of all parts, each once, in the order they come; which part a row belongs to comes first."""
    return ["part", *dict.fromkeys(column for part in parts.values() for column in part.columns)]


def _require(evaluation: Evaluation, group: str) -> None:
    scores, names = evaluation.scores, {"group": group, "period": evaluation.period.code}
    if group not in scores.units:
        raise UsageError(Message(N_("there is no group “{group}” in {period}"), names))
    if not scores.coverage[scores.units.index(group)]:
        raise UsageError(Message(N_("the group “{group}” has no data in {period}"), names))


def _contributions(evaluation: Evaluation, found: Contributions) -> pd.DataFrame:
    """What each indicator brings, beside its value; adjustment and rounding complete the score."""
    scores = evaluation.scores
    row = scores.units.index(found.unit)
    indicators = pd.DataFrame(
        {
            "code": found.codes,
            "points": found.indicators,
            "value": scores.values[row],  # noqa: PD011 - an array, not a frame
            "normalised": scores.normalised[row],
            "weight": scores.weights[row],
            "of_median": found.of_median,
            "beyond_median": found.beyond_median,
        }
    )
    others = pd.DataFrame({"code": list(OTHERS), "points": [found.adjustment, found.rounding]})
    return pd.concat([indicators, others], ignore_index=True)


def _change_said(change: Change | None, earlier: Period) -> Message:
    if change is None:
        return Message(
            N_("new: without a score in {period} there is nothing to compare with"), {"period": earlier.code}
        )
    names = {"period": earlier.code, "before": f"{change.before:.6g}", "after": f"{change.after:.6g}"}
    return Message(N_("score in {period}: {before}; now: {after}"), names)


def _way_said(way: NextGrade, methodology: Methodology) -> list[Message]:
    """The next grade, what holds the group back beside points, and which indicators cannot reach it alone."""
    if way.grade is None:
        return [Message(N_("the group has the highest grade"))]
    titles = {one.code: one.title for one in methodology.measured}
    titles |= {grade.code: grade.title for grade in methodology.grades}
    names = {"grade": titles[way.grade], "points": f"{way.points:.{methodology.round}f}"}
    said = [Message(N_("next grade: {grade}; points missing: {points}"), names)]
    said += [Message(N_("a gate holds the grade back: {indicator}"), {"indicator": titles[gate]}) for gate in way.gates]
    if way.quota_full:
        said.append(Message(N_("all places of the next grade are taken: it takes a score above another group's")))
    hopeless = [need.code for need in way.needs if need.target is None]
    if hopeless:
        said.append(Message(N_("not reachable by one of these alone: {codes}"), {"codes": ", ".join(hopeless)}))
    return said


def _rows(question: EvaluationRequest, group: str) -> pd.DataFrame:
    """The evidence rows of all indicators of the group."""
    return evidence_rows(question.reading, question.methodology, question.period, group_id=group)


def _differing_rows(question: EvaluationRequest, group: str, earlier: Period) -> pd.DataFrame:
    """The group's evidence rows that appeared, vanished or changed since the earlier period."""
    with question.reading_of(earlier) as reading:
        before = evidence_rows(reading, question.methodology, earlier, group_id=group)
    return changed_rows(before, _rows(question, group))


def _evaluated(question: EvaluationRequest, earlier: Period) -> Evaluation:
    with question.reading_of(earlier) as reading:
        return evaluate(reading, question.methodology, earlier)
