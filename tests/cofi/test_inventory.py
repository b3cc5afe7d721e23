"""The real inventory, end to end: converted, loaded and evaluated by the program, against a direct computation."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from brep_metrics.methodology import load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate
from brep_metrics.store import Store, open_store

METHODOLOGY = Path(__file__).parents[2] / "data" / "methodology" / "power-projects.toml"
BREP = (sys.executable, "-c", "from brep_metrics.cli import main; main()")


def brep(*arguments: object) -> subprocess.CompletedProcess[str]:
    """One command of the program, as a person would start it."""
    done = subprocess.run([*BREP, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def source(shared: Path) -> Path:
    return shared / "data" / "cofi.csv"


@pytest.fixture(scope="module")
def rows(source: Path) -> pd.DataFrame:
    """The file as pandas sees it, every cell a text: the direct computation shares no code with the mapping."""
    return pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def folder(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cofi")


@pytest.fixture(scope="module")
def findings(source: Path, folder: Path) -> pd.DataFrame:
    """What `brep convert cofi` prints."""
    printed = brep("convert", "cofi", source, folder / "tables", "--format", "csv", "--lang", "en")
    return pd.read_csv(io.StringIO(printed.stdout), dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def store(findings: pd.DataFrame, folder: Path) -> Store:
    """The store that `brep load` made of the tables."""
    brep("load", folder / "tables", "--store", folder / "store")
    return open_store(folder / "store")


def test_its_dirt_is_reported(findings: pd.DataFrame, rows: pd.DataFrame):
    """Counts known from the file itself: 162 rows without a year, 42 without a capacity, 17 duplicates, …"""
    counts = Counter(findings["problem"])
    assert counts["no commissioning year"] == (rows["commissioning_year"] == "").sum() == 162
    assert counts["commissioned before 1990"] == rows["commissioning_year"].isin(["1948", "1967"]).sum() == 2
    assert counts["no capacity"] == (rows["installed_capacity"] == "").sum() == 42
    assert counts["marked as a duplicate of another row"] == (rows["duplicate_power_plant"] == "Y").sum() == 17
    assert counts["spelled differently from other rows"] == (rows["investment_type"] == "debt").sum() == 6
    assert counts["technology unknown"] == 1
    assert counts["classified neither as renewable nor as fossil"] == (rows["RE/Fossil"] == "NA").sum() == 4
    stripped = [
        (column, value)
        for column in ("power_plant_name", "primary_fuel", "equity_investor_name_1", "parent_company_of_investor")
        for value in rows[column]
        if value != value.strip() or "\xa0" in value
    ]
    assert counts["stray blanks or line breaks"] == len(stripped) == 78


def test_the_findings_name_the_cell(findings: pd.DataFrame, source: Path):
    """The line is the physical one: the key found there is that of the row with the gap."""
    lines = source.read_text(encoding="utf-8-sig").split("\n")
    oil = findings[(findings["column"] == "primary_fuel") & (findings["value"] == "oil ")]
    assert len(oil) == 18
    assert all(",oil ," in lines[int(line) - 1] for line in oil["line"])


def test_every_commissioned_row_is_a_project(store: Store, rows: pd.DataFrame):
    """Rows with a year from 1990 on are outcomes under their own key; regions and countries are all there."""
    with store.read() as reading:
        found = {row[0] for row in reading.fetch("select outcome_id from outcome")}
        numbers = [reading.fetch(f"select count(*) from {table}")[0][0] for table in ("working_group", "country")]
    assert found == set(rows.loc[rows["commissioning_year"] >= "1990", "unique_id"])
    assert numbers == [rows["subregion"].nunique(), rows["country_iso3c"].nunique()] == [12, 90]


@pytest.mark.parametrize("period", ["2017", "2013-01..2017-12"])
def test_values_equal_a_direct_computation(store: Store, rows: pd.DataFrame, period: str):
    """Every indicator of every region, computed once by evidence rows and once from the file by pandas."""
    with store.read() as reading:
        measured = evaluate(reading, load_methodology(METHODOLOGY), Period.parse(period)).measurement
    found = pd.DataFrame(measured.values, measured.groups, measured.indicators)
    expected = direct(rows, range(int(period[:4]), 2018))
    assert sorted(found.columns) == sorted(expected.columns)
    pd.testing.assert_frame_equal(
        found.sort_index(), expected[found.columns].astype(float).sort_index(), check_exact=False, rtol=1e-12
    )


def test_the_program_evaluates_2017(store: Store, rows: pd.DataFrame):
    """`brep evaluate --period 2017`: regions without any project are not ranked, ranks follow scores."""
    arguments = ("--period", "2017", "--methodology", METHODOLOGY, "--format", "csv")
    printed = brep("evaluate", "--store", store.address, *arguments)
    table = pd.read_csv(io.StringIO(printed.stdout))
    active = set(rows.loc[rows["commissioning_year"] == "2017", "subregion"])
    ranked = table[table["rank"].notna()]
    assert set(ranked["name_en"]) == active
    assert ranked["score"].is_monotonic_decreasing
    assert ranked.iloc[0]["name_en"] == "Sub-Saharan Africa"
    assert set(table.loc[table["rank"].isna(), "status"]) == {"low_coverage"}


def direct(rows: pd.DataFrame, years: range) -> pd.DataFrame:
    """The five indicators by sub-region, straight from the file."""
    table = {}
    for region, plants in rows.groupby("subregion"):
        chosen = plants[plants["commissioning_year"].isin([str(year) for year in years])]
        capacity = pd.to_numeric(chosen["installed_capacity"])
        renewable = capacity[chosen["RE/Fossil"] == "RE"].sum()
        classified = capacity[chosen["RE/Fossil"].isin(["RE", "Fossil"])].sum()
        table[str(region).lower().replace(" ", "-")] = {
            "projects_commissioned": len(chosen),
            "capacity_commissioned": capacity.sum(),
            "countries_reached": chosen["country"].nunique(),
            "investors_engaged": len(backers(chosen)),
            "renewable_share": renewable / classified if classified else np.nan,
        }
    return pd.DataFrame(table).T


def backers(plants: pd.DataFrame) -> set[str]:
    """Names of investors and parents without blanks and case, and the columns of the lenders that lent anything."""
    found: set[str] = set()
    for column in ("equity_investor_name_1", "equity_investor_name_2", "parent_company_of_investor"):
        found |= {"".join(name.split()).lower() for name in plants[column]}
    first, last = "bank_of_china", "china_co-financing_fund_for_latin_america_and_the_caribbean"
    lenders = plants.loc[:, first:last].apply(pd.to_numeric)
    found |= {str(column).replace("_", "") for column in lenders.columns[(lenders > 0).any()]}
    return found - {""}
