"""Rows in, rows out: the indicators of power projects."""

from datetime import date
from pathlib import Path

import pytest

from brep_metrics.methodology import load_methodology

METHODOLOGY = Path(__file__).parents[2] / "data" / "methodology" / "power-projects.toml"


@pytest.fixture
def projects(indicators, store_of):
    """Runs the indicators of `power-projects`."""
    return type(indicators)(store_of, (load_methodology(METHODOLOGY),))


def project(code, megawatts, *, kind="project", unit="MW", countries=("PK",), organizations=(), year=2025):
    return {
        "outcome_id": code, "group_id": "g1", "kind": kind, "title_en": code, "delivered_on": date(year, 12, 31),
        "country_codes": list(countries), "organization_ids": list(organizations), "partner_group_ids": [],
        "quantity": megawatts, "unit": unit,
    }  # fmt: skip


def classified(of, score, criterion="renewable"):
    return {
        "review_id": f"{of}-{criterion}", "outcome_id": of, "reviewer": "WRI", "criterion": criterion, "score": score,
        "reviewed_on": date(2025, 12, 31),
    }  # fmt: skip


def test_only_projects_of_the_period_count(projects):
    """A project without a capacity counts, another kind of outcome does not."""
    outcomes = [
        project("a", 100),
        project("b", None, unit=None),
        project("c", 1, kind="research_base"),
        project("d", 1, year=2026),
    ]
    rows = projects.rows("projects_commissioned", {"outcome": outcomes}, period="2025")
    assert [row[2] for row in rows] == ["a", "b"]


def test_capacity_adds_megawatts_only(projects):
    """A quantity in another unit, and none at all, add nothing."""
    outcomes = [project("a", 12.42), project("b", 7, unit="km"), project("c", None)]
    parts = projects.parts("capacity_commissioned", {"outcome": outcomes}, period="2025")
    assert parts == {"a": (12.42, None)}


@pytest.mark.parametrize(
    ("indicator", "items"),
    [("countries_reached", ["PK", "LA", "PK"]), ("investors_engaged", ["o1", "o2", "o1"])],
)
def test_every_country_and_every_investor_of_a_project_is_a_row(projects, indicator, items):
    """The distinct count is then the reduction's."""
    outcomes = [
        project("a", 1, countries=["PK", "LA"], organizations=["o1", "o2"]),
        project("b", 1, countries=["PK"], organizations=["o1"]),
    ]
    rows = projects.rows(indicator, {"outcome": outcomes}, period="2025")
    assert sorted(row[3] for row in rows) == sorted(items)


def test_renewables_are_weighed_by_capacity(projects):
    """Only the classification's own criterion counts; a project without it is on neither side."""
    tables = {
        "outcome": [project("green", 30), project("coal", 70), project("nuclear", 900), project("unknown", None)],
        "review": [
            classified("green", 100),
            classified("coal", 0),
            classified("nuclear", 80, "innovation"),
            classified("unknown", 100),
        ],
    }
    parts = projects.parts("renewable_share", tables, period="2025")
    assert parts == {"green-renewable": (30, 30), "coal-renewable": (0, 70)}
