"""`notes.csv`: what evaluators noted on groups and the period; in snapshots of the whole network where asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.i18n import Title
from brep_metrics.snapshot.resources import Field, Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.access import Note


def notes_resource() -> Resource:
    """`notes.csv`: one row per note."""
    return Resource(
        "notes",
        "notes.csv",
        Title("评估人员备注", "Notes of evaluators"),
        Title(
            "每行是一名评估人员对一个工作组的备注，仅供评估人员使用；不能由数据表重新得出",
            "One row per note of an evaluator on a working group, for evaluators only; it does not follow from tables",
        ),
        (
            Field("group_id", "varchar", Title("工作组", "Working group"), required=True),
            Field("period", "varchar", Title("评估周期", "Period"), required=True),
            Field("who", "varchar", Title("评估人员", "Evaluator"), required=True),
            Field("at", "varchar", Title("写入时间（UTC）", "Written at (UTC)"), required=True),
            Field("text", "varchar", Title("备注", "Note"), required=True),
        ),
        key=("group_id", "who"),
    )


def notes_table(notes: Sequence[Note]) -> pd.DataFrame:
    """The notes by group, in each the oldest first."""
    ordered = sorted(notes, key=lambda note: (note.group_id, note.at, note.who))
    return pd.DataFrame([vars(note) for note in ordered])
