"""The indicators of `brep-annual` once more, in vectorised pandas: the baseline that `evaluate.py` compares with.

The tables are given: whole, in memory, their repeated codes as categories. Showing them as of a date is part of the
work, as it is for the views of a reading. What several indicators share is computed once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading

Frame = pd.DataFrame
Values = dict[str, "pd.Series[Any]"]

CATEGORIES = ("group_id", "kind", "work_content", "channel", "role")
EVENTS = (
    "submitted_on", "accepted_on", "completed_on", "held_on", "delivered_on", "reviewed_on", "shown_on", "raised_on",
    "answered_on", "escalated_on", "resolved_on", "joined_on", "left_on",
)  # fmt: skip
EMPTY_IS_ZERO = (
    "joint_activities", "country_reach", "content_breadth", "people_trained", "flagship_outcomes", "people_grown",
    "showcased",
)  # fmt: skip


def load_tables(reading: Reading, columns: Mapping[str, tuple[str, ...]]) -> dict[str, Frame]:
    """The given columns of each table, and `recorded_on`, as frames; repeated codes as categories."""
    tables = {}
    for table, used in columns.items():
        frame = reading.query(f"select {', '.join(used)}, recorded_on from {table}")  # noqa: S608 - the benchmark's names
        tables[table] = frame.astype({name: "category" for name in used if name in CATEGORIES})
    return tables


class PandasIndicators:
    """All indicators of one period, each a series of values by group."""

    def __init__(self, tables: Mapping[str, Frame], methodology: Methodology, period: Period, as_of: date) -> None:
        self._given = tables
        self._tables: dict[str, Frame] = {}
        self._number = cast("dict[str, Any]", methodology.parameters)
        self._start, self._end = pd.Timestamp(period.start), pd.Timestamp(period.end)
        self._as_of = pd.Timestamp(as_of)

    def measure(self, groups: list[str]) -> Frame:
        """One row per group, one column per indicator; missing values are nan."""
        self._tables = {table: self._shown(frame) for table, frame in self._given.items()}
        values: Values = {
            **self._reports(),
            **self._plans(),
            **self._activities(),
            **self._outcomes(),
            **self._reviews(),
            **self._coordination(),
        }
        table = pd.DataFrame({code: series.reindex(groups) for code, series in values.items()})
        return table.fillna(dict.fromkeys(EMPTY_IS_ZERO, 0.0))

    def _shown(self, frame: Frame) -> Frame:
        """The rows recorded by the as-of date, later events emptied."""
        known = frame[frame["recorded_on"] <= self._as_of]
        later = {day: known[day].where(known[day] <= self._as_of) for day in EVENTS if day in known}
        return known.assign(**later)

    def _of_period(self, table: str, day: str) -> Frame:
        frame = self._tables[table]
        return frame[frame[day].between(self._start, self._end)]

    def _days(self, parameter: str) -> pd.Timedelta:
        return pd.Timedelta(days=self._number[parameter])

    def _reports(self) -> Values:
        reports = self._of_period("report", "period_end")
        due = reports[reports["due_on"] <= self._as_of]
        on_time, filed = due["submitted_on"] <= due["due_on"], due["submitted_on"].notna()
        kinds = {"work_plan": "work_plan", "review": "execution_review", "progress": "progress"}
        values = {f"{name}_on_time": _share(on_time, due, due["kind"] == kind) for name, kind in kinds.items()}
        values |= {f"{name}_filed": _share(filed, due, due["kind"] == kinds[name]) for name in ("work_plan", "review")}
        waited = reports["submitted_on"] <= self._as_of - self._days("acceptance_days")
        return {**values, "reports_accepted": _share(reports["accepted_on"].notna(), reports, waited)}

    def _plans(self) -> Values:
        items = self._of_period("plan_item", "due_on")
        items = items[items["due_on"] <= self._as_of]
        late = (items["completed_on"].fillna(self._as_of) - items["due_on"]).dt.days.clip(0, self._number["delay_cap"])
        return {
            "plan_completion": _share(items["completed_on"].notna(), items),
            "plan_delay": late.groupby(items["group_id"], observed=True).mean(),
            "members_active": self._members(items),
        }

    def _members(self, items: Frame) -> pd.Series[float]:
        members = self._tables["membership"]
        left = members["left_on"].fillna(pd.Timestamp.max)
        until = left.where(left < min(self._end, self._as_of), min(self._end, self._as_of))
        tenured = members["joined_on"] + pd.DateOffset(months=self._number["tenure_months"]) <= until
        members = members[(members["role"] == "participant") & (left > self._start) & tenured]
        held = self._of_period("activity", "held_on")[["group_id", "organization_ids"]]
        took = held.explode("organization_ids").rename(columns={"organization_ids": "organization_id"})
        took = pd.concat([took, items[["group_id", "organization_id"]]]).dropna().drop_duplicates()
        found = members.merge(took, how="left", on=["group_id", "organization_id"], indicator=True)
        return _share(found["_merge"] == "both", found)

    def _activities(self) -> Values:
        held = self._of_period("activity", "held_on")
        joint = held[self._joint(held)]
        countries = joint[["group_id", "country_codes"]].explode("country_codes")
        countries = countries[countries["country_codes"] != self._number["home_country"]]
        training = held[held["work_content"] == "capacity_building"]
        return {
            "joint_activities": joint.groupby("group_id", observed=True).size(),
            "country_reach": countries.groupby("group_id", observed=True)["country_codes"].nunique(),
            "content_breadth": held.groupby("group_id", observed=True)["work_content"].nunique(),
            "cross_group": _share(joint["partner_group_ids"].str.len() > 0, joint),
            "people_trained": training["participants"]
            .clip(upper=self._number["trained_cap"])
            .groupby(training["group_id"], observed=True)
            .sum(),
        }

    def _joint(self, rows: Frame) -> pd.Series[bool]:
        organizations = rows["organization_ids"].explode().dropna()
        countries = rows["country_codes"].explode().dropna()
        different = organizations.groupby(level=0).nunique().reindex(rows.index, fill_value=0)
        foreign = (countries != self._number["home_country"]).groupby(level=0).sum().reindex(rows.index, fill_value=0)
        joint = different.ge(self._number["joint_organizations"]) & foreign.ge(self._number["joint_countries"])
        return cast("pd.Series[bool]", joint)

    def _outcomes(self) -> Values:
        delivered = self._of_period("outcome", "delivered_on")
        people = delivered["kind"].isin(["expert", "young_talent"])
        return {
            "flagship_outcomes": _shared_out(delivered[~people]),
            "people_grown": _shared_out(delivered[people]),
            "openness": _share(self._joint(delivered), delivered),
        }

    def _reviews(self) -> Values:
        delivered = self._of_period("outcome", "delivered_on")[["outcome_id", "group_id"]]
        reviews = self._tables["review"]
        reviews = reviews[reviews["reviewed_on"] <= self._as_of].merge(delivered, on="outcome_id")
        means = reviews.groupby("outcome_id").agg(group_id=("group_id", "first"), score=("score", "mean"))
        shown = self._of_period("showcase", "shown_on")
        shown = shown.merge(self._tables["outcome"][["outcome_id", "group_id"]], on="outcome_id")
        points = shown["channel"].map(lambda channel: self._number[f"points_{channel}"]).astype("float64")
        best = points.groupby([shown["group_id"], shown["outcome_id"]], observed=True).max()
        return {
            "review_quality": means.groupby("group_id", observed=True)["score"].mean(),
            "showcased": best.groupby(level=0, observed=True).sum(),
        }

    def _coordination(self) -> Values:
        needs, issues = self._of_period("need", "raised_on"), self._of_period("issue", "raised_on")
        answer, handle = self._days("answer_days"), self._days("issue_days")
        resolved = issues["resolved_on"] <= issues["raised_on"] + handle
        escalated = (issues["escalated_on"] <= issues["raised_on"] + handle) & ~resolved
        handled = resolved + escalated * self._number["escalation_credit"]
        age = (issues["resolved_on"].fillna(self._as_of) - issues["raised_on"]).dt.days
        return {
            "needs_answered": _share(
                needs["answered_on"] <= needs["raised_on"] + answer, needs, needs["raised_on"] <= self._as_of - answer
            ),
            "issues_handled": _share(handled, issues, issues["raised_on"] <= self._as_of - handle),
            "issue_age": age.groupby(issues["group_id"], observed=True).median(),
        }


def _share(numerator: pd.Series[Any], rows: Frame, counted: pd.Series[bool] | None = None) -> pd.Series[float]:
    """The mean of `numerator` by group, over the rows that are counted."""
    if counted is not None:
        numerator, rows = numerator[counted], rows[counted]
    return numerator.groupby(rows["group_id"], observed=True).mean()


def _shared_out(outcomes: Frame) -> pd.Series[float]:
    """Outcomes by group, each divided equally among its own group and the partner groups."""
    partners = outcomes["partner_group_ids"].explode().dropna()
    own = outcomes["group_id"].astype("str")
    credited = pd.concat([own, partners.astype("str")]).rename("group_id").reset_index().drop_duplicates()
    part = 1 / credited.groupby("index")["group_id"].transform("size")
    return part.groupby(credited["group_id"]).sum()
