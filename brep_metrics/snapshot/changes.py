"""`changes.csv`: why each score differs from the previous period's, in points that add up to the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.explain import Side, explain_change
from brep_metrics.i18n import Title
from brep_metrics.snapshot.resources import Field, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.explain import Change
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation

OTHER_PARTS = {"adjustment": Title("加减分", "Bonus or deduction"), "rounding": Title("取整", "Rounding")}


def changes_resource(methodology: Methodology) -> Resource:
    """`changes.csv`: one row a group and part of its change; one row without a part where there is no comparison."""
    parts = {indicator.code: indicator.title for indicator in methodology.measured} | OTHER_PARTS
    grades = {grade.code: grade.title for grade in methodology.grades}
    clipping = Title(
        "指标超出目标区间而未计入的部分", "What was lost or regained because a value lies beyond its goalposts"
    )
    return Resource(
        "changes",
        "changes.csv",
        Title("变化及原因", "Changes and their reasons"),
        Title(
            "每行是一个工作组得分变化的一个组成部分；各部分之和等于得分之差",
            "One row a part of the change of a working group's score; the parts add up to the difference",
        ),
        (
            Field("group_id", "varchar", Title("工作组", "Working group"), required=True),
            Field("period_before", "varchar", Title("上一周期", "Previous period"), required=True),
            Field("score_before", "double", Title("上期得分", "Previous score")),
            Field("score", "double", Title("得分", "Score")),
            Field("rank_before", "integer", Title("上期排名", "Previous rank")),
            Field("rank", "integer", Title("排名", "Rank")),
            Field("grade_before", "varchar", Title("上期等级", "Previous grade"), values=grades),
            Field("grade", "varchar", Title("等级", "Grade"), values=grades),
            Field("part", "varchar", Title("组成部分", "Part"), values=parts),
            Field("value_before", "double", Title("上期指标值", "Previous value")),
            Field("value", "double", Title("指标值", "Value")),
            Field("data", "double", Title("数据引起的分差", "Points from the data")),
            Field("clipping", "double", Title("截断引起的分差", "Points from clipping"), clipping),
            Field("points", "double", Title("分差", "Points")),
        ),
    )


def changes_of(before: Evaluation, after: Evaluation) -> dict[str, Change]:
    """The explained change of each group that is rated on both sides, by its code."""
    sides = [Side(one.scores, one.methodology, one.period.years) for one in (before, after)]
    both = sorted(_rated(before) & _rated(after))
    found = {unit: explain_change(sides[0], sides[1], unit) for unit in both}
    return {unit: change for unit, change in found.items() if change is not None}


def changes_table(before: Evaluation, after: Evaluation, changes: dict[str, Change]) -> pd.DataFrame:
    """The rows of `changes.csv`, by group, then in the order of the methodology; parts of 0 points are left out."""
    columns = list(changes_resource(after.methodology).column_names)
    rows = [
        {**head, **part}
        for group_id, head in zip(after.scores.units, _heads(before, after), strict=True)
        for part in _parts(before, after, group_id, changes.get(group_id))
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"rank_before": "Int64", "rank": "Int64"})


def _rated(evaluation: Evaluation) -> set[str]:
    scores = evaluation.scores
    return {unit for unit, rated in zip(scores.units, scores.rated, strict=True) if rated}


def _heads(before: Evaluation, after: Evaluation) -> Iterator[dict[str, object]]:
    earlier = {unit: at for at, unit in enumerate(before.scores.units)}
    for at, unit in enumerate(after.scores.units):
        was = earlier.get(unit)
        yield {
            "group_id": unit,
            "period_before": before.period.code,
            "score_before": np.nan if was is None else before.scores.score[was],
            "score": after.scores.score[at],
            "rank_before": None if was is None else int(before.scores.rank[was]) or None,
            "rank": int(after.scores.rank[at]) or None,
            "grade_before": None if was is None else before.scores.grade[was],
            "grade": after.scores.grade[at],
        }


def _parts(before: Evaluation, after: Evaluation, unit: str, change: Change | None) -> list[dict[str, object]]:
    if change is None:
        return [{}]
    values = [_values(one, unit) for one in (before, after)]
    moved = change.table.loc[change.table["points"] != 0]
    codes = [str(code) for code in moved["code"]]
    points = moved[["data", "clipping", "points"]] + 0.0  # no minus before a nought
    parts: list[dict[str, object]] = [
        {"part": code, "value_before": values[0].get(code), "value": values[1].get(code)}
        | {"data": data, "clipping": clipping, "points": total}
        for code, data, clipping, total in zip(codes, *(points[name] for name in points.columns), strict=True)
    ]
    return parts or [{}]


def _values(evaluation: Evaluation, unit: str) -> dict[str, float]:
    row = evaluation.scores.units.index(unit)
    codes = [indicator.code for indicator in evaluation.methodology.scored]
    return dict(zip(codes, evaluation.scores.values[row].tolist(), strict=True))  # noqa: PD011 - an array
