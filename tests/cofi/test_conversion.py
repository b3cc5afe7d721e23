"""The mapping of the inventory's rows, on small files that show one rule each."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics.cofi import Conversion, Dirt, convert
from brep_metrics.cofi.reading import READ_COLUMNS
from brep_metrics.cofi.words import words
from brep_metrics.errors import FaultsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLUMNS = (*READ_COLUMNS, *words()["lender"])
PLANT = {
    "unique_id": "NAM2021001",
    "power_plant_name": "NECKARTAL",
    "country_iso3c": "NAM",
    "region": "Africa",
    "subregion": "Sub-Saharan Africa",
    "installed_capacity": "10.5",
    "commissioning_year": "2017",
    "primary_fuel": "hydro",
    "duplicate_power_plant": "N",
    "investment_type": "Debt",
    "RE/Fossil": "RE",
}


@pytest.fixture
def converted(tmp_path: Path) -> Callable[..., Conversion]:
    """Converts a file of plants, each given by what differs from `PLANT`."""

    def make(*differences: dict[str, str]) -> Conversion:
        path = tmp_path / "inventory.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            for number, difference in enumerate(differences):
                writer.writerow({**PLANT, "unique_id": f"NAM202100{number}", **difference})
        return convert(path)

    return make


def test_a_plant_becomes_a_project_of_its_region(converted: Callable[..., Conversion]):
    """Country by two letters, capacity in MW, the last day of the commissioning year, the classification as review."""
    tables = converted({"bank_of_china": "12.5", "equity_investor_name_1": "China Three Gorges Corp"}).tables
    assert tables["outcome"] == [
        {
            "outcome_id": "NAM2021000",
            "group_id": "sub-saharan-africa",
            "kind": "project",
            "title_zh": "NECKARTAL(水电)",
            "title_en": "NECKARTAL (Hydropower)",
            "delivered_on": date(2017, 12, 31),
            "country_codes": ["NA"],
            "organization_ids": ["china-three-gorges-corp", "bank-of-china"],
            "partner_group_ids": [],
            "quantity": "10.5",
            "unit": "MW",
        }
    ]
    assert [(row["criterion"], row["score"]) for row in tables["review"]] == [("renewable", 100)]
    assert [(row["name_zh"], row["region"]) for row in tables["country"]] == [("纳米比亚", "Africa")]


def test_a_region_belongs_to_the_field_of_its_largest_capacity(converted: Callable[..., Conversion]):
    """Only commissioned megawatts count; every technology is a sector all the same."""
    tables = converted(
        {"primary_fuel": "coal", "installed_capacity": "600"},
        {"primary_fuel": "gas", "installed_capacity": "900", "commissioning_year": ""},
        {"installed_capacity": "300"},
        {"installed_capacity": "299"},
    ).tables
    assert [row["sector_id"] for row in tables["working_group"]] == ["coal"]
    assert len(tables["sector"]) == 13


def test_spellings_of_one_organization_merge(converted: Callable[..., Conversion]):
    """Names that differ in case and blanks, no-break ones too, are one organization under the first spelling."""
    conversion = converted(
        {"equity_investor_name_1": "Chint Group Corp"},
        {"equity_investor_name_1": "Chint\xa0Group Corp\xa0"},
        {"parent_company_of_investor": "\nCHINT Group Corp"},
        {"equity_investor_name_2": "Silk Road Fund", "silk_road_fund": "5"},
    )
    investors = [row for row in conversion.tables["organization"] if row["organization_id"] == "chint-group-corp"]
    assert [row["name_en"] for row in investors] == ["Chint Group Corp"]
    assert [row["organization_ids"] for row in conversion.tables["outcome"]] == [
        ["chint-group-corp"],
        ["chint-group-corp"],
        ["chint-group-corp"],
        ["silk-road-fund"],
    ]
    assert conversion.counts[Dirt.BLANKS] == 2
    assert conversion.counts[Dirt.SPELLING] == 1


@pytest.mark.parametrize(
    ("difference", "dirt", "column"),
    [
        ({"commissioning_year": ""}, Dirt.NO_YEAR, "commissioning_year"),
        ({"commissioning_year": "2017?"}, Dirt.NO_YEAR, "commissioning_year"),
        ({"installed_capacity": ""}, Dirt.NO_CAPACITY, "installed_capacity"),
        ({"power_plant_name": ""}, Dirt.NO_NAME, "power_plant_name"),
        ({"duplicate_power_plant": "Y"}, Dirt.DUPLICATE, "duplicate_power_plant"),
        ({"primary_fuel": "oil "}, Dirt.BLANKS, "primary_fuel"),
        ({"investment_type": "debt"}, Dirt.SPELLING, "investment_type"),
        ({"primary_fuel": "unknown"}, Dirt.UNKNOWN_TECHNOLOGY, "primary_fuel"),
        ({"RE/Fossil": "NA"}, Dirt.UNCLASSIFIED, "RE/Fossil"),
        ({"bank_of_china": "0"}, Dirt.ZERO_LOAN, "bank_of_china"),
    ],
)
def test_every_kind_of_dirt_is_reported_where_it_stands(
    converted: Callable[..., Conversion], difference: dict[str, str], dirt: Dirt, column: str
):
    """One dirty cell is one finding, with its line, its column, its value and what was done."""
    conversion = converted(difference)
    [finding] = conversion.findings
    assert (finding.dirt, finding.line, finding.column, finding.value) == (dirt, 2, column, difference[column])
    assert finding.done.text("zh") != finding.done.text("en")


def test_a_repeated_plant_is_reported_and_kept(converted: Callable[..., Conversion]):
    """Unless the source marks it as a duplicate, which leaves it out."""
    conversion = converted({}, {}, {"duplicate_power_plant": "Y"})
    assert conversion.counts[Dirt.REPEATED] == 1
    assert len(conversion.tables["outcome"]) == 2


def test_lines_are_those_of_an_editor_even_after_a_quoted_line_break(converted: Callable[..., Conversion]):
    """A row of two physical lines moves the rows after it by one."""
    conversion = converted({"equity_investor_name_1": "\nSolar"}, {"commissioning_year": ""})
    assert [finding.line for finding in conversion.findings] == [2, 4]


@pytest.mark.parametrize(
    ("column", "value"), [("country_iso3c", "XXX"), ("subregion", "Atlantis"), ("primary_fuel", "fusion")]
)
def test_unknown_words_are_faults(converted: Callable[..., Conversion], column: str, value: str):
    """What the mapping does not know is refused with its place, never guessed."""
    with pytest.raises(FaultsError) as refused:
        converted({}, {column: value})
    assert [(fault.line, fault.column, fault.value) for fault in refused.value.faults] == [(3, column, value)]


def test_a_repeated_key_is_a_fault(converted: Callable[..., Conversion]):
    """Two rows with one key would be one outcome."""
    with pytest.raises(FaultsError):
        converted({"unique_id": "A"}, {"unique_id": "A"})


def test_another_file_is_refused(tmp_path: Path):
    """A file without the inventory's columns, one that is not text, and one that is not there."""
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("other", "binary"):
        with pytest.raises(FaultsError):
            convert(tmp_path / f"{name}.csv")
    with pytest.raises(UsageError):
        convert(tmp_path / "absent.csv")
