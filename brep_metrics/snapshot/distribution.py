"""`distribution.csv`: how the other groups' scores spread, none of them named; only in a snapshot of some groups.

It says what the Scorecard tells a lead, by the same rule: quartiles of the score, medians of dimensions and indicators,
and nothing behind which there are fewer than `MIN_GROUPS` others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.access import MIN_GROUPS
from brep_metrics.i18n import Title
from brep_metrics.snapshot.resources import Field, Resource

if TYPE_CHECKING:
    from brep_metrics.access import Distribution
    from brep_metrics.methodology import Indicator, Methodology, Node


def distribution_resource(methodology: Methodology) -> Resource:
    """`distribution.csv`: one row per node of the tree, the score first, then one per indicator."""
    parts: list[Node | Indicator] = [*methodology.nodes, *methodology.scored]
    titles = {one.code: one.title for one in parts}
    fewest = Title(f"少于{MIN_GROUPS}个其他工作组时为空", f"Empty where it rests on fewer than {MIN_GROUPS} others")
    only_score = Title("只有得分才有", "For the score only")
    return Resource(
        "distribution",
        "distribution.csv",
        Title("参评工作组总体分布", "Distribution of the rated groups"),
        Title(
            "每行是得分、一个维度或一项指标在全部参评工作组中的分布，不含任何工作组的名称；结果公布前为空",
            "One row the score, a dimension or an indicator among all rated groups, none of them named; empty before"
            " the result is published",
        ),
        (
            Field(
                "part",
                "varchar",
                Title("组成部分", "Part"),
                values=titles,
                required=True,
            ),
            Field("groups", "integer", Title("参评工作组数", "Rated groups")),
            Field("p25", "double", Title("第25百分位", "25th percentile"), only_score),
            Field("median", "double", Title("中位数", "Median"), fewest),
            Field("p75", "double", Title("第75百分位", "75th percentile"), only_score),
        ),
        ("part",),
    )


def distribution_table(found: Distribution, methodology: Methodology) -> pd.DataFrame:
    """The rows of `distribution.csv`."""
    low, middle, high = found.quartiles
    # The root of the tree is the score before it is rounded and adjusted; people are shown the score itself.
    medians = [middle, *found.nodes[1:], *found.normalised]
    rest = np.full(len(medians) - 1, np.nan)
    return pd.DataFrame(
        {
            "part": list(distribution_resource(methodology).fields[0].values),
            "groups": pd.array([found.groups] * len(medians), dtype="Int64"),
            "p25": [low, *rest],
            "median": medians,
            "p75": [high, *rest],
        }
    )
