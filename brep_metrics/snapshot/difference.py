"""What changed from one snapshot to another, and why: computed from the tables and methodologies inside the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.errors import UsageError
from brep_metrics.evidence import evidence_rows
from brep_metrics.explain import Side, changed_rows, explain_change
from brep_metrics.i18n import N_, Message
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate
from brep_metrics.snapshot.opening import methodology_of, opened, reading_of
from brep_metrics.snapshot.recomputation import Recomputation

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.explain import Change
    from brep_metrics.i18n import Title
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation
    from brep_metrics.snapshot.opening import Opened
    from brep_metrics.snapshot.provenance import Provenance

_KINDS = ("appeared", "vanished", "changed")


@dataclass(frozen=True)
class Difference:
    """Two snapshots side by side; every frame is ordered by group.

    groups: one row per group of either: name_zh, name_en, score_before, score, rank_before, rank, grade_before, grade,
    status_before, status, `methodology` and `data` (points of the score's change that either causes; empty where there
    is no score on one side), rows_appeared, rows_vanished, rows_changed (of the evidence).
    reasons: one row per group and part of its change: part, methodology, data, clipping, points; they add up.
    rows: the evidence rows that differ, with their amounts before and after.
    """

    before: Provenance
    after: Provenance
    groups: pd.DataFrame
    reasons: pd.DataFrame
    rows: pd.DataFrame

    @property
    def inputs(self) -> dict[str, tuple[str, str]]:
        """The inputs in which the two differ, with both values."""
        one, other = self.before.inputs, self.after.inputs
        names = dict.fromkeys([*one, *other])
        return {name: (one.get(name, ""), other.get(name, "")) for name in names if one.get(name) != other.get(name)}

    @property
    def changed(self) -> pd.DataFrame:
        """The groups whose score, rank, grade or status differs."""
        frame = self.groups
        same = pd.Series(data=True, index=frame.index)
        for name in ("score", "rank", "grade", "status"):
            one, other = frame[f"{name}_before"], frame[name]
            same &= (one == other).fillna(value=False) | (one.isna() & other.isna())
        return frame[~same].reset_index(drop=True)


@dataclass(frozen=True)
class _Side:
    provenance: Provenance
    evaluation: Evaluation
    rows: pd.DataFrame

    @property
    def explained(self) -> Side:
        """As `explain` takes it."""
        return Side(self.evaluation.scores, self.evaluation.methodology, self.evaluation.period.years)


def compare(before: Path, after: Path) -> Difference:
    """Compare two snapshots of one scope after checking every hash of both.

    Of some groups, the scores are those that `recomputation` computes; where their methodologies differ and the later
    one needs the other groups, no reasons are given.

    Raises:
        UsageError: one of the files is not there, or their scopes differ.
        FaultsError: one of them is no snapshot, or was changed.

    """
    with opened(before) as first, opened(after) as second:
        scopes = {"before": first.provenance.scope, "after": second.provenance.scope}
        if first.provenance.scope != second.provenance.scope:
            text = N_("snapshots of different scopes cannot be compared: {before} and {after}")
            raise UsageError(Message(text, scopes))
        later_methodology = methodology_of(second)
        one, bridge = _computed(first, later_methodology)
        other, _ = _computed(second, later_methodology)
    explicable = bridge is not None or one.evaluation.methodology.hash == later_methodology.hash
    units = _rated(one, other) if explicable else []
    changes = {unit: explain_change(one.explained, other.explained, unit, bridge=bridge) for unit in units}
    reasons = _reasons({unit: change for unit, change in changes.items() if change is not None})
    rows = _differing(one.rows, other.rows)
    return Difference(first.provenance, second.provenance, _groups(one, other, units, reasons, rows), reasons, rows)


def _computed(snapshot: Opened, later: Methodology) -> tuple[_Side, Side | None]:
    """A side computed anew, and its data under the later methodology where that is another one."""
    methodology, period = methodology_of(snapshot), Period.parse(snapshot.provenance.period)
    with reading_of(snapshot) as reading:
        if snapshot.provenance.groups is not None:
            return _recomputed(Recomputation(snapshot, reading, methodology, period), later)
        evaluation = evaluate(reading, methodology, period)
        rows = evidence_rows(reading, methodology, period)
        bridge = None
        if methodology.hash != later.hash:
            bridge = Side(evaluate(reading, later, period).scores, later, period.years)
    return _Side(snapshot.provenance, evaluation, rows), bridge


def _recomputed(found: Recomputation, later: Methodology) -> tuple[_Side, Side | None]:
    rows = found.evidence(found.methodology)
    bridge = None
    if found.methodology.hash != later.hash:
        under = found.under(later)
        bridge = Side(under.scores, later, found.period.years) if under else None
    return _Side(found.snapshot.provenance, found.evaluation(rows), rows), bridge


def _rated(*sides: _Side) -> list[str]:
    rated = [
        {unit for unit, is_rated in zip(scores.units, scores.rated, strict=True) if is_rated}
        for scores in (side.evaluation.scores for side in sides)
    ]
    return sorted(set.intersection(*rated))


def _reasons(changes: dict[str, Change]) -> pd.DataFrame:
    columns = ["group_id", "part", "methodology", "data", "clipping", "points"]
    parts = [change.table.rename(columns={"code": "part"}).assign(group_id=unit) for unit, change in changes.items()]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return table.loc[table["points"] != 0, columns].reset_index(drop=True)


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    groups = sorted({*before["group_id"], *after["group_id"]})
    parts = [
        changed_rows(before[before["group_id"] == group_id], after[after["group_id"] == group_id]).assign(
            group_id=group_id
        )
        for group_id in groups
    ]
    table = pd.concat(parts, ignore_index=True) if parts else changed_rows(before, after).assign(group_id="")
    return table[["group_id", *(name for name in table.columns if name != "group_id")]]


def _groups(
    before: _Side, after: _Side, explained: list[str], reasons: pd.DataFrame, rows: pd.DataFrame
) -> pd.DataFrame:
    names: dict[str, Title] = {}
    for side in (before, after):
        names |= {group.group_id: group.name for group in side.evaluation.groups}
    index = pd.Index(sorted(names), name="group_id")
    columns = ["score", "rank", "grade", "status"]
    tables = [side.evaluation.table().set_index("group_id")[columns].reindex(index) for side in (before, after)]
    points = (
        reasons.assign(data=reasons["data"] + reasons["clipping"]).groupby("group_id")[["methodology", "data"]].sum()
    )
    # Explained groups whose score has not moved have no reasons, yet 0 points rather than none.
    points = points.reindex(index.intersection(explained), fill_value=0.0)
    counts = pd.crosstab(rows["group_id"], rows["change"])
    counts = counts.reindex(index=index, columns=list(_KINDS), fill_value=0).add_prefix("rows_")
    named = pd.DataFrame(
        {"name_zh": [names[one].zh for one in index], "name_en": [names[one].en for one in index]}, index=index
    )
    paired = {
        name: table[column]
        for column in columns
        for name, table in zip((f"{column}_before", column), tables, strict=True)
    }
    return pd.concat([named, pd.DataFrame(paired), points.reindex(index), counts], axis=1).reset_index()
