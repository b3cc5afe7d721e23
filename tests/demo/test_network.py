"""The demonstration network tells the life of a real one, and is the same every time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brep_metrics import demo
from brep_metrics.demo.parameters import load_parameters

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.table_files import Row, Tables

START, END = date(2021, 7, 1), date(2026, 6, 30)
NEWEST_QUARTER = date(2026, 4, 1)


@pytest.fixture(scope="module")
def network() -> Tables:
    return demo.tables()


def by(rows: Any, key: str, value: object) -> list[Row]:
    return [row for row in rows if row[key] == value]


def test_the_same_bytes_every_time_whatever_the_hash_seed(tmp_path: Path):
    """Two processes with different hash seeds write the same files to the byte."""
    folders = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        code = f"from pathlib import Path; from brep_metrics import demo; demo.write(Path({str(folder)!r}))"
        subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONHASHSEED": seed})
        folders.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert folders[0] == folders[1]
    assert len(folders[0]) == 15


def test_every_name_says_that_it_is_a_demonstration(network: Tables):
    """“演示” is in every Chinese and “Demo” in every English name of an organization, a group and a reviewer."""
    for table in ("organization", "working_group"):
        assert all("演示" in str(row["name_zh"]) and "Demo" in str(row["name_en"]) for row in network[table])
    assert all("演示" in str(row["reviewer"]) and "Demo" in str(row["reviewer"]) for row in network["review"])
    people = [row for row in network["outcome"] if row["kind"] in ("expert", "young_talent")]
    assert all("演示" in str(row["title_zh"]) and "Demo" in str(row["title_en"]) for row in people)


def test_about_five_thousand_rows_of_24_groups_over_eight_fields(network: Tables):
    """The size and the breadth that the design asks for; every table has rows."""
    assert 4500 <= sum(map(len, network.values())) <= 5500
    assert len(network["sector"]) == 8
    fields = Counter(row["sector_id"] for row in network["working_group"])
    assert sorted(fields.values()) == [3] * 8
    assert all(network.values())


def test_titles_are_bilingual_and_varied(network: Tables):
    """Outcomes have both titles, no group has one twice, and other titles hold both languages in one text."""
    titles = Counter((row["group_id"], row["title_zh"]) for row in network["outcome"])
    assert all(row["title_zh"] and row["title_en"] for row in network["outcome"])
    assert max(titles.values()) == 1
    for table in ("activity", "plan_item", "need", "issue", "report"):
        assert all(" / " in str(row["title"]) for row in network[table])


def test_records_arrive_soon_after_the_event_and_within_the_five_years(network: Tables):
    """An as-of view works: `recorded_on` never precedes the event, and most records come within a month."""
    events = {"activity": "held_on", "outcome": "delivered_on", "review": "reviewed_on", "need": "raised_on"}
    for table, event in events.items():
        delays = [(row["recorded_on"] - row[event]).days for row in network[table]]  # type: ignore[operator, union-attr]
        assert min(delays) >= 0
        assert sum(delay <= 31 for delay in delays) > 0.75 * len(delays)
    recorded = [row["recorded_on"] for rows in network.values() for row in rows]
    assert min(recorded) == START  # type: ignore[type-var]
    assert max(recorded) <= END  # type: ignore[type-var, operator]


def test_one_lead_at_any_date(network: Tables):
    """Every group has exactly one leading organization on each day from its founding to its end."""
    for group in network["working_group"]:
        leads = [row for row in by(network["membership"], "group_id", group["group_id"]) if row["role"] == "lead"]
        day: Any = group["established_on"]
        while day < (group["dissolved_on"] or END):
            holders = [row for row in leads if row["joined_on"] <= day and (not row["left_on"] or day < row["left_on"])]  # type: ignore[operator]
            assert len(holders) == 1, (group["group_id"], day)
            day += timedelta(7)


def test_the_life_of_a_real_network(network: Tables):
    """One group is new, one is dissolved, one never files; there are escalations, joint outcomes and late reports."""
    groups = {row["group_id"]: row for row in network["working_group"]}
    assert sum(row["established_on"] >= NEWEST_QUARTER for row in groups.values()) == 1  # type: ignore[operator]
    assert sum(row["dissolved_on"] is not None for row in groups.values()) == 1
    filed = {row["group_id"] for row in network["report"] if row["submitted_on"]}
    assert sorted(set(groups) - filed) == ["WG21"]
    assert any(row["submitted_on"] and row["submitted_on"] > row["due_on"] for row in network["report"])  # type: ignore[operator]
    assert any(row["escalated_on"] for row in network["issue"])
    assert any(row["partner_group_ids"] for row in network["outcome"])
    assert {row["decision"] for row in network["intention"]} == {"pending", "accepted", "declined"}
    assert any(row["suggestion"] for row in network["intention"])
    assert {row["channel"] for row in network["showcase"]} == {"ministerial_conference", "forum", "website", "media"}
    assert any(row["organization_id"] for row in network["plan_item"])


def test_reviewers_disagree(network: Tables):
    """Three reviewers see most outcomes; on some of them one is far from the others."""
    scores = defaultdict(list)
    for row in network["review"]:
        scores[row["outcome_id"]].append(row["score"])
    assert sum(len(points) == 3 for points in scores.values()) > 0.9 * len(scores)
    assert 20 < sum(max(points) - min(points) >= 20 for points in scores.values()) < 0.3 * len(scores)


def test_the_five_targets_of_the_notice_cover_the_five_years(network: Tables):
    """The whole network has one target for each kind that the notice names."""
    whole = [row for row in network["target"] if row["group_id"] is None]
    kinds = {row["kind"] for row in whole}
    assert kinds == {"best_practice_case", "research_base", "think_tank_product", "expert", "young_talent"}
    assert {(row["period_start"], row["period_end"]) for row in whole} == {(START, END)}


def test_countries_are_the_documented_ones(network: Tables, shared: Path):
    """Codes, names and joining dates are those of the reference data."""
    lines = (shared / "data" / "members.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    documented = {tuple(line.split(",")[:4]) for line in lines}
    found = {
        (row["country_code"], row["name_zh"], row["name_en"], str(row["member_from"])) for row in network["country"]
    }
    assert found == documented


def test_the_eight_group_variant_is_a_part_of_the_whole(network: Tables):
    """One group per field with the very rows it has in the whole, save partners that are not there."""
    eight = demo.tables("eight")
    assert len({row["sector_id"] for row in eight["working_group"]}) == len(eight["working_group"]) == 8
    groups = {row["group_id"] for row in eight["working_group"]}
    for table, rows in eight.items():
        whole = [without_partners(row) for row in network[table]]
        assert all(without_partners(row) in whole for row in rows)
    partners = {one for row in (*eight["activity"], *eight["outcome"]) for one in row["partner_group_ids"]}  # type: ignore[union-attr]
    assert partners
    assert partners < groups


def without_partners(row: Row) -> Row:
    return {column: value for column, value in row.items() if column != "partner_group_ids"}


def test_parameters_name_real_things_only():
    """Every group's field, and every kind of lead, exists."""
    parameters = load_parameters()
    fields = {sector.sector_id for sector in parameters.sectors}
    assert {group.sector_id for group in parameters.groups} == fields
    assert set(parameters.organizations["lead_kinds"]) == fields
    assert set(parameters.behaviour["outcome_kinds"]) == fields
