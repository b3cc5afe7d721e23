"""`changes.csv`: why each score differs from the previous period's, in points that add up to the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.explain import Side, explain_change
from brep_metrics.i18n import Title
from brep_metrics.snapshot.resources import Field, Resource

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.explain import Change
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation

_NO_PARTS = pd.DataFrame(columns=["code", "data", "clipping", "points"])
_TOLERANCE = 1e-9  # points; sums of binary numbers
OTHER_PARTS = {"adjustment": Title("加减分", "Bonus or deduction"), "rounding": Title("舍入", "Rounding")}


def changes_resource(methodology: Methodology) -> Resource:
    """`changes.csv`: one row per group and part of its change; one row without a part where there is no comparison."""
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
            "One row per part of the change of a working group's score; the parts add up to the difference",
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
    heads = _heads(before, after)
    parts = pd.concat([change.table for change in changes.values()] or [_NO_PARTS], ignore_index=True)
    parts["group_id"] = np.repeat(list(changes), [len(change.table) for change in changes.values()])
    parts = parts.loc[parts["points"] != 0].rename(columns={"code": "part"})
    for name, side in (("value_before", before), ("value", after)):
        parts[name] = _values(side, parts["group_id"], parts["part"])
    table = heads.merge(parts, on="group_id", how="left")
    return table[list(changes_resource(after.methodology).column_names)]


def with_scores_of(after: Evaluation, stated: pd.DataFrame) -> pd.DataFrame:
    """Rows of `changes.csv` with the later side put in anew: they stay the same only where they are of these scores."""
    later = _side(after)
    table = stated.assign(**{name: stated["group_id"].map(later[name]) for name in later.columns})
    table["value"] = _values(after, table["group_id"], table["part"])
    return table[list(changes_resource(after.methodology).column_names)]


def adds_up(changes: pd.DataFrame) -> bool:
    """Whether the points of each group that are told apart sum up to the difference of its two scores."""
    parts = changes[changes["part"].notna()]
    points = parts.groupby("group_id")["points"].sum()
    scores = parts.drop_duplicates("group_id").set_index("group_id")
    return bool(np.allclose(points, (scores["score"] - scores["score_before"]).reindex(points.index), atol=_TOLERANCE))


def _rated(evaluation: Evaluation) -> set[str]:
    scores = evaluation.scores
    return {unit for unit, rated in zip(scores.units, scores.rated, strict=True) if rated}


def _heads(before: Evaluation, after: Evaluation) -> pd.DataFrame:
    """One row per group of the later evaluation, in its order: both scores, ranks and grades."""
    both = _side(after).join(_side(before).add_suffix("_before"))
    return both.assign(period_before=before.period.code).reset_index()


def _side(evaluation: Evaluation) -> pd.DataFrame:
    """Score, rank and grade by group."""
    scores = evaluation.scores
    frame = pd.DataFrame({"score": scores.score, "rank": scores.rank, "grade": pd.Series(scores.grade, dtype=object)})
    frame["rank"] = frame["rank"].where(frame["rank"] > 0).astype("Int64")
    return frame.set_index(pd.Index(scores.units, name="group_id"))


def _values(evaluation: Evaluation, units: pd.Series[str], codes: pd.Series[str]) -> NDArray[np.float64]:
    """The measured value of each pair of unit and indicator; nan for the parts that are no indicator."""
    scores = evaluation.scores
    rows = pd.Index(scores.units).get_indexer(pd.Index(units))
    columns = pd.Index([indicator.code for indicator in evaluation.methodology.scored]).get_indexer(pd.Index(codes))
    values = scores.values[rows, columns]  # noqa: PD011 - an array, not a frame
    return np.where((rows >= 0) & (columns >= 0), values, np.nan)
