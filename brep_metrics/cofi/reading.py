"""From the CSV file to cleaned investments: one per row, every change and gap noted as a finding."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from brep_metrics.cofi.findings import Dirt, Finding
from brep_metrics.cofi.words import country_code, words
from brep_metrics.errors import Fault, FaultsError
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.row_checks import FIRST_DATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

INVESTOR_COLUMNS = ("equity_investor_name_1", "equity_investor_name_2", "parent_company_of_investor")
KEY, NAME, YEAR, CAPACITY = "unique_id", "power_plant_name", "commissioning_year", "installed_capacity"
COUNTRY, REGION, SUBREGION = "country_iso3c", "region", "subregion"
TECHNOLOGY, DUPLICATE, CLASSIFICATION, INVESTMENT = (
    "primary_fuel",
    "duplicate_power_plant",
    "RE/Fossil",
    "investment_type",
)
READ_COLUMNS = (KEY, NAME, COUNTRY, REGION, SUBREGION, CAPACITY, YEAR, TECHNOLOGY, DUPLICATE, INVESTMENT,
                CLASSIFICATION, *INVESTOR_COLUMNS)  # fmt: skip


@dataclass(frozen=True)
class Investment:
    """One cleaned row.

    `capacity` is in MW; `investors` are names as first spelled; `lenders` are the columns with an amount in them.
    """

    key: str
    name: str
    country: str
    region: str
    subregion: str
    technology: str
    year: int | None
    capacity: Decimal | None
    classification: str
    duplicate: bool
    investors: tuple[str, ...]
    lenders: tuple[str, ...]

    @property
    def commissioned(self) -> bool:
        """Whether the row is a project of its own with a known year."""
        return self.year is not None and not self.duplicate


def read_investments(path: Path) -> tuple[list[Investment], list[Finding]]:
    """The rows of the file, cleaned, and what was not clean in them.

    Raises:
        UsageError: there is no such file.
        FaultsError: the file is not UTF-8, lacks a column, repeats a key or uses a word unknown to the mapping.

    """
    rows = _rows(path)
    findings: list[Finding] = []
    faults: list[Fault] = []
    names: dict[str, str] = {}
    investments: dict[str, Investment] = {}
    seen: set[tuple[object, ...]] = set()
    for line, raw in rows:
        row = {column: " ".join(cell.split()) for column, cell in raw.items()}
        faults += _faults(path.name, line, row, investments)
        findings += (
            Finding(dirt, path.name, line, column, raw[column]) for dirt, column in _dirt(row, raw, seen, names)
        )
        investments.setdefault(row[KEY], _investment(row, names))
    if faults:
        raise FaultsError(Message(N_("“{file}” was not converted"), {"file": path.name}), faults)
    return list(investments.values()), findings


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows with the physical line each begins on, since a quoted cell may hold a line break."""
    try:
        reader = csv.DictReader(StringIO(content_of(path).decode("utf-8-sig"), newline=""), restval="")
    except UnicodeDecodeError:
        raise _not_the_inventory(path, [Fault(path.name, Message(N_("the file is not UTF-8")))]) from None
    missing = [column for column in (*READ_COLUMNS, *words()["lender"]) if column not in (reader.fieldnames or ())]
    if missing:
        problem = Message(N_("column missing"))
        raise _not_the_inventory(path, [Fault(path.name, problem, 1, column) for column in missing])
    rows, line = [], reader.line_num + 1
    for row in reader:
        rows.append((line, {column: cell for column, cell in row.items() if column is not None}))
        line = reader.line_num + 1
    return rows


def _not_the_inventory(path: Path, faults: Sequence[Fault]) -> FaultsError:
    return FaultsError(Message(N_("“{file}” is not the China Overseas Finance Inventory"), {"file": path.name}), faults)


def _faults(file: str, line: int, row: dict[str, str], known: Iterable[str]) -> Iterator[Fault]:
    """What would make the tables wrong: a key that is empty or repeated, words that the mapping does not know."""
    if not row[KEY] or row[KEY] in known:
        yield Fault(file, Message(N_("the key is empty or repeated")), line, KEY, row[KEY])
    understood = {
        COUNTRY: country_code(row[COUNTRY]) is not None,
        SUBREGION: row[SUBREGION] in words()["subregion"],
        TECHNOLOGY: row[TECHNOLOGY].casefold() in words()["technology"],
    }
    for column, fine in understood.items():
        if not fine:
            yield Fault(file, Message(N_("unknown word")), line, column, row[column])


def _dirt(
    row: dict[str, str], raw: dict[str, str], seen: set[tuple[object, ...]], names: dict[str, str]
) -> Iterator[tuple[Dirt, str]]:
    """The kinds of dirt in one row, with the column of each; `seen` and `names` gather over the rows."""
    yield from ((Dirt.BLANKS, column) for column in READ_COLUMNS if raw[column] != row[column])
    checks = (
        (not row[NAME], Dirt.NO_NAME, NAME),
        (_stated_year(row) is None, Dirt.NO_YEAR, YEAR),
        (_stated_year(row) is not None and _year(row) is None, Dirt.TOO_EARLY, YEAR),
        (_capacity(row) is None, Dirt.NO_CAPACITY, CAPACITY),
        (row[DUPLICATE] == "Y", Dirt.DUPLICATE, DUPLICATE),
        (row[TECHNOLOGY].casefold() == "unknown", Dirt.UNKNOWN_TECHNOLOGY, TECHNOLOGY),
        (row[CLASSIFICATION] not in words()["classification"], Dirt.UNCLASSIFIED, CLASSIFICATION),
        (row[INVESTMENT] not in words()["investment_type"], Dirt.SPELLING, INVESTMENT),
    )
    yield from ((dirt, column) for found, dirt, column in checks if found)
    for column in INVESTOR_COLUMNS:
        if row[column] and names.setdefault(name_key(row[column]), row[column]) != row[column]:
            yield Dirt.SPELLING, column
    yield from ((Dirt.ZERO_LOAN, column) for column in words()["lender"] if row[column] and not _amount(row[column]))
    plant = (row[COUNTRY], row[NAME].casefold(), row[TECHNOLOGY].casefold(), _year(row), _capacity(row))
    if row[NAME] and _year(row) and row[DUPLICATE] != "Y":
        if plant in seen:
            yield Dirt.REPEATED, NAME
        seen.add(plant)


def _investment(row: dict[str, str], names: dict[str, str]) -> Investment:
    return Investment(
        key=row[KEY],
        name=row[NAME] or row[KEY],
        country=country_code(row[COUNTRY]) or "",
        region=row[REGION],
        subregion=row[SUBREGION],
        technology=row[TECHNOLOGY].casefold(),
        year=_year(row),
        capacity=_capacity(row),
        classification=row[CLASSIFICATION],
        duplicate=row[DUPLICATE] == "Y",
        investors=tuple(dict.fromkeys(names[name_key(row[column])] for column in INVESTOR_COLUMNS if row[column])),
        lenders=tuple(column for column in words()["lender"] if _amount(row[column])),
    )


def name_key(name: str) -> str:
    """What two spellings of one organization share: the name without blanks and case."""
    return "".join(name.split()).casefold()


def _year(row: dict[str, str]) -> int | None:
    """The year of commissioning; None where it is not known, or is before the dates that a store takes."""
    year = _stated_year(row)
    return None if year is None or year < FIRST_DATE.year else year


def _stated_year(row: dict[str, str]) -> int | None:
    return int(row[YEAR]) if re.fullmatch("[12][0-9]{3}", row[YEAR]) else None


def _capacity(row: dict[str, str]) -> Decimal | None:
    return _amount(row[CAPACITY]) or None


def _amount(cell: str) -> Decimal:
    """A number of megawatts or dollars; 0 where there is none."""
    return Decimal(cell) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell) else Decimal(0)
