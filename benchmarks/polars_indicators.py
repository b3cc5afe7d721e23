"""The indicators of `brep-annual` in Polars' lazy engine: what `evaluate.py` compares with where Polars is installed.

The tables are given: whole, in memory, their repeated codes as categories. One query plan gives all indicators, so that
the engine shares what they have in common. Showing the tables as of a date is part of the work, as it is for the views
of a reading.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import polars as pl
from pandas_indicators import CATEGORIES, EMPTY_IS_ZERO, EVENTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading


def load_tables(reading: Reading, columns: Mapping[str, tuple[str, ...]]) -> dict[str, pl.DataFrame]:
    """The given columns of each table, and `recorded_on`, as frames; repeated codes as categories."""
    tables = {}
    for table, used in columns.items():
        rows = reading.fetch(f"select {', '.join(used)}, recorded_on from {table}")  # noqa: S608 - the benchmark's names
        frame = pl.DataFrame(rows, schema=[*used, "recorded_on"], orient="row", infer_schema_length=None)
        # A group's code is joined with what lists hold, which are texts.
        categories = [name for name in used if name in CATEGORIES and name != "group_id"]
        tables[table] = frame.with_columns(pl.col(categories).cast(pl.Categorical))
    return tables


class PolarsIndicators:
    """All indicators of one period."""

    def __init__(
        self, tables: Mapping[str, pl.DataFrame], methodology: Methodology, period: Period, as_of: date
    ) -> None:
        self._number = cast("dict[str, Any]", methodology.parameters)
        self._start, self._end, self._as_of = period.start, period.end, as_of
        self._tables = {table: self._shown(frame) for table, frame in tables.items()}

    def measure(self, groups: list[str]) -> pl.DataFrame:
        """One row per group, one column per indicator; missing values are null."""
        indicators = {
            **self._reports(),
            **self._plans(),
            **self._activities(),
            **self._outcomes(),
            **self._reviews(),
            **self._coordination(),
        }
        found = pl.collect_all([rows.group_by("group_id").agg(how) for rows, how in indicators.values()])
        table = pl.DataFrame({"group_id": groups})
        for code, values in zip(indicators, found, strict=True):
            table = table.join(values.rename({values.columns[-1]: code}), on="group_id", how="left")
        return table.with_columns(pl.col(EMPTY_IS_ZERO).fill_null(0))

    def _shown(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """The rows recorded by the as-of date, later events emptied."""
        days = [day for day in EVENTS if day in frame.columns]
        known = frame.lazy().filter(pl.col("recorded_on") <= self._as_of)
        return known.with_columns(pl.when(pl.col(day) <= self._as_of).then(pl.col(day)) for day in days)

    def _of_period(self, table: str, day: str) -> pl.LazyFrame:
        return self._tables[table].filter(pl.col(day).is_between(self._start, self._end))

    def _days(self, parameter: str) -> timedelta:
        return timedelta(days=self._number[parameter])

    def _reports(self) -> dict[str, tuple[pl.LazyFrame, pl.Expr]]:
        reports = self._of_period("report", "period_end")
        due = reports.filter(pl.col("due_on") <= self._as_of)
        on_time = (pl.col("submitted_on") <= pl.col("due_on")).fill_null(value=False).mean()
        filed = pl.col("submitted_on").is_not_null().mean()
        kinds = {"work_plan": "work_plan", "review": "execution_review", "progress": "progress"}
        of_kind = {name: due.filter(pl.col("kind") == kind) for name, kind in kinds.items()}
        waited = reports.filter(pl.col("submitted_on") <= self._as_of - self._days("acceptance_days"))
        return {
            **{f"{name}_on_time": (rows, on_time) for name, rows in of_kind.items()},
            **{f"{name}_filed": (of_kind[name], filed) for name in ("work_plan", "review")},
            "reports_accepted": (waited, pl.col("accepted_on").is_not_null().mean()),
        }

    def _plans(self) -> dict[str, tuple[pl.LazyFrame, pl.Expr]]:
        items = self._of_period("plan_item", "due_on").filter(pl.col("due_on") <= self._as_of)
        late = (pl.col("completed_on").fill_null(self._as_of) - pl.col("due_on")).dt.total_days()
        return {
            "plan_completion": (items, pl.col("completed_on").is_not_null().mean()),
            "plan_delay": (items, late.clip(0, self._number["delay_cap"]).mean()),
            "members_active": (self._members(items), pl.col("took_part").mean()),
        }

    def _members(self, items: pl.LazyFrame) -> pl.LazyFrame:
        left, last = pl.col("left_on"), min(self._end, self._as_of)
        until = pl.min_horizontal(left.fill_null(last), pl.lit(last))
        members = self._tables["membership"].filter(
            pl.col("role") == "participant",
            left.is_null() | (left > self._start),
            pl.col("joined_on").dt.offset_by(f"{self._number['tenure_months']}mo") <= until,
        )
        pair = ["group_id", "organization_id"]
        held = self._of_period("activity", "held_on").select("group_id", organization_id="organization_ids")
        took = pl.concat([held.explode("organization_id"), items.select(pair)]).drop_nulls().unique()
        return members.join(took.with_columns(took_part=True), on=pair, how="left").with_columns(
            pl.col("took_part").fill_null(value=False)
        )

    def _activities(self) -> dict[str, tuple[pl.LazyFrame, pl.Expr]]:
        held = self._of_period("activity", "held_on")
        joint = held.filter(self._joint())
        countries = joint.select("group_id", "country_codes").explode("country_codes")
        training = held.filter(pl.col("work_content") == "capacity_building")
        return {
            "joint_activities": (joint, pl.len()),
            "country_reach": (
                countries.filter(pl.col("country_codes") != self._number["home_country"]),
                pl.col("country_codes").n_unique(),
            ),
            "content_breadth": (held, pl.col("work_content").n_unique()),
            "cross_group": (joint, (pl.col("partner_group_ids").list.len() > 0).mean()),
            "people_trained": (training, pl.col("participants").clip(upper_bound=self._number["trained_cap"]).sum()),
        }

    def _joint(self) -> pl.Expr:
        countries = pl.col("country_codes").list
        foreign = countries.len() - countries.count_matches(self._number["home_country"])
        different = pl.col("organization_ids").list.n_unique()
        joint = (different >= self._number["joint_organizations"]) & (foreign >= self._number["joint_countries"])
        return cast("pl.Expr", joint)

    def _outcomes(self) -> dict[str, tuple[pl.LazyFrame, pl.Expr]]:
        delivered = self._of_period("outcome", "delivered_on")
        people = pl.col("kind").is_in(["expert", "young_talent"])
        return {
            "flagship_outcomes": (_credited(delivered.filter(~people)), pl.col("part").sum()),
            "people_grown": (_credited(delivered.filter(people)), pl.col("part").sum()),
            "openness": (delivered, self._joint().mean()),
        }

    def _reviews(self) -> dict[str, tuple[pl.LazyFrame, pl.Expr]]:
        delivered = self._of_period("outcome", "delivered_on").select("outcome_id", "group_id")
        reviews = self._tables["review"].filter(pl.col("reviewed_on") <= self._as_of)
        reviewed = reviews.join(delivered, on="outcome_id").group_by("outcome_id")
        means = reviewed.agg(pl.col("group_id").first(), pl.col("score").cast(pl.Float64).mean())
        channels = ("ministerial_conference", "forum", "website", "media")
        points = {channel: self._number[f"points_{channel}"] for channel in channels}
        shown = self._of_period("showcase", "shown_on").with_columns(
            points=pl.col("channel").cast(pl.String).replace_strict(points, return_dtype=pl.Float64)
        )
        shown = shown.join(self._tables["outcome"].select("outcome_id", "group_id"), on="outcome_id")
        best = shown.group_by("group_id", "outcome_id").agg(pl.col("points").max())
        return {"review_quality": (means, pl.col("score").mean()), "showcased": (best, pl.col("points").sum())}

    def _coordination(self) -> dict[str, tuple[pl.LazyFrame, pl.Expr]]:
        needs, issues = self._of_period("need", "raised_on"), self._of_period("issue", "raised_on")
        answer, handle = self._days("answer_days"), self._days("issue_days")
        resolved, escalated = (
            (pl.col(day) <= pl.col("raised_on") + handle).fill_null(value=False)
            for day in ("resolved_on", "escalated_on")
        )
        handled = pl.when(resolved).then(1.0).when(escalated).then(self._number["escalation_credit"]).otherwise(0.0)
        answered = (pl.col("answered_on") <= pl.col("raised_on") + answer).fill_null(value=False)
        age = (pl.col("resolved_on").fill_null(self._as_of) - pl.col("raised_on")).dt.total_days()
        return {
            "needs_answered": (needs.filter(pl.col("raised_on") <= self._as_of - answer), answered.mean()),
            "issues_handled": (issues.filter(pl.col("raised_on") <= self._as_of - handle), handled.mean()),
            "issue_age": (issues, age.median()),
        }


def _credited(outcomes: pl.LazyFrame) -> pl.LazyFrame:
    """One row per outcome and group that took part, with the group's equal part of it."""
    own = pl.concat_list(pl.col("partner_group_ids"), pl.col("group_id")).list.unique()
    shared = outcomes.select(group_id=own).with_columns(part=1 / pl.col("group_id").list.len())
    return shared.explode("group_id")
