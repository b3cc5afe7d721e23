"""The results of an evaluation as tables for people: the columns of `scores.csv`, `indicators.csv` …, and their rows.

Every order is fixed, so that the same evaluation always gives the same bytes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brep_metrics.csv_export import LIST_SEPARATOR
from brep_metrics.i18n import Title
from brep_metrics.scoring import Status, round_half_up
from brep_metrics.snapshot.resources import Field, Resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Grade, Methodology
    from brep_metrics.robustness import RankUncertainty
    from brep_metrics.scoring import Evaluation
    from brep_metrics.snapshot.provenance import Provenance

STATUS_TITLES: Mapping[str, Title] = {
    Status.RATED: Title("参评", "Rated"),
    Status.NEW: Title("本期新设，未参评", "Not rated: established within the period"),
    Status.DISSOLVED: Title("本期撤销，未参评", "Not rated: dissolved within the period"),
    Status.LOW_COVERAGE: Title("数据覆盖不足，未参评", "Not rated: too little data"),
    Status.WITHHELD: Title("尚未公布", "Not published yet"),
}
_GROUP = Field("group_id", "varchar", Title("工作组", "Working group"), required=True)
_STAMP_FIELDS = (
    Field("generation", "varchar", Title("数据代次", "Generation"), required=True),
    Field("methodology", "varchar", Title("评估方法", "Methodology"), required=True),
    Field("methodology_version", "varchar", Title("评估方法版本", "Version of the methodology"), required=True),
    Field("methodology_hash", "varchar", Title("评估方法哈希值", "Hash of the methodology"), required=True),
    Field("period", "varchar", Title("评估周期", "Period"), required=True),
    Field("as_of", "date", Title("数据截至", "As of"), required=True),
    Field("scope", "varchar", Title("范围", "Scope"), required=True),
)


def scores_resource(methodology: Methodology) -> Resource:
    """`scores.csv`: one row per group, the ranked ones first."""
    grades = {grade.code: grade.title for grade in methodology.grades}
    decimals = f"decimal(18,{methodology.round})"
    coverage = Title("有数据的指标所占权重", "Share of the total weight whose indicators have data")
    gates = Title("使等级受限的条件，以分号分隔", "Gates that lowered the grade, separated by semicolons")
    return Resource(
        "scores",
        "scores.csv",
        Title("得分与排名", "Scores and ranks"),
        Title("每行是一个工作组；未参评者列于最后", "One row per working group; those not rated come last"),
        (
            Field("rank", "integer", Title("排名", "Rank"), Title("并列者同取较前名次", "Ties share the better rank")),
            _GROUP,
            Field("name_zh", "varchar", Title("中文名称", "Name in Chinese")),
            Field("name_en", "varchar", Title("英文名称", "Name in English")),
            Field("sector_id", "varchar", Title("领域", "Sector")),
            Field("sector_zh", "varchar", Title("领域中文名称", "Sector in Chinese")),
            Field("sector_en", "varchar", Title("领域英文名称", "Sector in English")),
            Field("score", decimals, Title("得分", "Score")),
            Field("grade", "varchar", Title("等级", "Grade"), values=grades),
            Field("grade_zh", "varchar", Title("等级中文名称", "Grade in Chinese")),
            Field("grade_en", "varchar", Title("等级英文名称", "Grade in English")),
            Field("capped_by", "varchar[]", Title("限制条件", "Capped by"), gates),
            Field("coverage", "double", Title("数据覆盖率", "Coverage"), coverage, required=True),
            Field("status", "varchar", Title("状态", "Status"), values=STATUS_TITLES, required=True),
            Field("status_zh", "varchar", Title("状态说明（中文）", "Status in Chinese"), required=True),
            Field("status_en", "varchar", Title("状态说明（英文）", "Status in English"), required=True),
            *(Field(node.code, decimals, node.title, node.definition) for node in methodology.nodes[1:]),
            *_STAMP_FIELDS,
        ),
        ("group_id",),
        is_headed_by_titles=True,
    )


def scores_table(evaluation: Evaluation, provenance: Provenance) -> pd.DataFrame:
    """The rows of `scores.csv`."""
    scores, methodology = evaluation.scores, evaluation.methodology
    grades = {grade.code: grade.title for grade in methodology.grades}
    frame = pd.DataFrame(
        {
            "rank": pd.array([int(rank) or None for rank in scores.rank], dtype="Int64"),
            "group_id": [group.group_id for group in evaluation.groups],
            **_named("name", [group.name for group in evaluation.groups]),
            "sector_id": [group.sector_id for group in evaluation.groups],
            **_named("sector", [group.sector for group in evaluation.groups]),
            "score": _published(scores.score, methodology),
            "grade": _texts(scores.grade),
            **_named("grade", [grades[code] if code else None for code in scores.grade]),
            "capped_by": _texts([LIST_SEPARATOR.join(gates) or None for gates in scores.capped_by]),
            "coverage": scores.coverage,
            "status": [str(status) for status in scores.status],
            **_named("status", [STATUS_TITLES[status] for status in scores.status]),
            **{
                node.code: _published(scores.nodes[:, at], methodology)
                for at, node in enumerate(methodology.nodes)
                if at > 0
            },
            **provenance.columns,
        }
    )
    return frame.sort_values(["rank", "group_id"], na_position="last", ignore_index=True)


def indicators_resource(methodology: Methodology) -> Resource:
    """`indicators.csv`: one row per group and indicator."""
    names = {indicator.code: indicator.title for indicator in methodology.measured}
    clipped = Title("-1：低于下限；1：高于上限", "-1: below the lower goalpost; 1: above the upper")
    weight = Title("占总权重的份额，按缺失规则调整后", "Share of the total weight, after the rule for missing values")
    return Resource(
        "indicators",
        "indicators.csv",
        Title("指标值", "Indicator values"),
        Title("每行是一个工作组的一项指标", "One row per indicator of a working group"),
        (
            _GROUP,
            Field("indicator", "varchar", Title("指标", "Indicator"), values=names, required=True),
            Field("indicator_zh", "varchar", Title("指标中文名称", "Indicator in Chinese")),
            Field("indicator_en", "varchar", Title("指标英文名称", "Indicator in English")),
            Field("parent", "varchar", Title("所属维度", "Dimension")),
            Field("unit", "varchar", Title("单位", "Unit")),
            Field("value", "double", Title("指标值", "Value"), Title("空表示缺失", "Empty where missing")),
            Field("numerator", "double", Title("分子", "Numerator")),
            Field("denominator", "double", Title("分母", "Denominator")),
            Field("evidence_rows", "integer", Title("依据行数", "Evidence rows"), required=True),
            Field("normalised", "double", Title("标准化值", "Normalised value")),
            Field("weight", "double", Title("有效权重", "Effective weight"), weight),
            Field("clipped", "integer", Title("截断", "Clipped"), clipped),
            Field("treated", "boolean", Title("离群值处理", "Treated as an outlier")),
        ),
        ("group_id", "indicator"),
    )


def indicators_table(evaluation: Evaluation) -> pd.DataFrame:
    """The rows of `indicators.csv`, by group in the order of its code, then in the order of the methodology."""
    scores, measurement, methodology = evaluation.scores, evaluation.measurement, evaluation.methodology
    measured = methodology.measured
    scored = [at for at, indicator in enumerate(measured) if indicator.parent is not None]

    def spread(array: NDArray[Any]) -> NDArray[np.float64]:
        # The arrays of scores know only scored indicators; the others have no value there.
        wide = np.full(measurement.rows.shape, np.nan)
        wide[:, scored] = array
        return wide.ravel()

    groups = len(measurement.groups)
    return pd.DataFrame(
        {
            "group_id": np.repeat(np.array(measurement.groups, dtype=object), len(measured)),
            "indicator": [indicator.code for indicator in measured] * groups,
            **_named("indicator", [indicator.title for indicator in measured] * groups),
            "parent": _texts([indicator.parent for indicator in measured] * groups),
            "unit": _texts([indicator.unit or None for indicator in measured] * groups),
            "value": measurement.values.ravel(),  # noqa: PD011 - an array, not a frame
            "numerator": measurement.numerators.ravel(),
            "denominator": measurement.denominators.ravel(),
            "evidence_rows": measurement.rows.ravel(),
            "normalised": spread(scores.normalised),
            "weight": spread(scores.weights),
            "clipped": spread(scores.clipped),
            "treated": spread(scores.treated),
        }
    ).astype({"clipped": "Int64", "treated": "boolean"})


def intervals_resource(methodology: Methodology) -> Resource:
    """`rank_intervals.csv`: one row per rated group."""
    low, high = Title("第5百分位", "5th percentile"), Title("第95百分位", "95th percentile")
    together = Title("同档之内名次难以区分", "Within a rank band the order is not to be relied on")
    return Resource(
        "rank_intervals",
        "rank_intervals.csv",
        Title("名次区间", "Rank intervals"),
        Title(
            "每行是一个参评工作组：同时改变评估方法所列各项假设，其名次的分布",
            "One row per rated group: how its rank spreads when all declared assumptions vary together",
        ),
        (
            _GROUP,
            Field("rank", "integer", Title("排名", "Rank"), required=True),
            Field("rank_median", "integer", Title("名次中位数", "Median rank"), required=True),
            Field("rank_p05", "integer", Title("名次下界", "Best rank of the interval"), low, required=True),
            Field("rank_p95", "integer", Title("名次上界", "Worst rank of the interval"), high, required=True),
            Field("rank_group", "integer", Title("名次分档", "Rank band"), together, required=True),
            *(Field(f"p_{grade.code}", "double", _probability(grade), required=True) for grade in methodology.grades),
        ),
        ("group_id",),
    )


def intervals_table(uncertainty: RankUncertainty | None, methodology: Methodology) -> pd.DataFrame:
    """The rows of `rank_intervals.csv`, best rank first; none where the methodology declares nothing to vary."""
    if uncertainty is None:
        return pd.DataFrame(columns=list(intervals_resource(methodology).column_names))
    groups = pd.DataFrame({"unit": uncertainty.units, "rank_group": uncertainty.rank_group})
    # The join leaves out the groups that are not rated and therefore have no rank.
    table = uncertainty.table().merge(groups, on="unit").rename(columns={"unit": "group_id", "rank_nominal": "rank"})
    return table.sort_values(["rank", "group_id"], ignore_index=True)


def evidence_resource(methodology: Methodology) -> Resource:
    """`evidence.csv`: the rows to which the indicators' values reduce."""
    names = {indicator.code: indicator.title for indicator in methodology.measured}
    return Resource(
        "evidence",
        "evidence.csv",
        Title("依据", "Evidence"),
        Title("每行是指标值所依据的一条记录", "One row per record behind an indicator's value"),
        (
            Field("indicator", "varchar", Title("指标", "Indicator"), values=names, required=True),
            _GROUP,
            Field("source", "varchar", Title("来源数据表", "Table"), required=True),
            Field("record_id", "varchar", Title("记录编号", "Record"), required=True),
            Field("item", "varchar", Title("计数项", "Item")),
            Field("numerator", "double", Title("分子", "Numerator")),
            Field("denominator", "double", Title("分母", "Denominator")),
        ),
    )


def _probability(grade: Grade) -> Title:
    return Title(f"等级为{grade.title.text('zh')}的概率", f"Probability of the grade {grade.title.text('en')}")


def _published(scores: NDArray[np.float64], methodology: Methodology) -> pd.Series[Any]:
    """Scores with the decimals of the methodology, as numbers that keep them when they are written."""
    decimals = methodology.round
    rounded = round_half_up(scores, decimals).tolist()
    return pd.Series([None if np.isnan(one) else Decimal(f"{one:z.{decimals}f}") for one in rounded], dtype=object)


def _named(column: str, titles: Sequence[Title | None]) -> dict[str, pd.Series[str]]:
    return {
        f"{column}_zh": _texts([title.zh if title else None for title in titles]),
        f"{column}_en": _texts([title.en if title else None for title in titles]),
    }


def _texts(values: Sequence[str | None]) -> pd.Series[str]:
    return pd.Series(list(values), dtype=object)
