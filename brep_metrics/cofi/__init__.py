"""The China Overseas Finance Inventory of the World Resources Institute, turned into this project's tables.

One CSV file of real power-generation investments becomes sectors (by technology), countries, organizations (investors
and lenders), working groups (by UN M49 sub-region), outcomes of kind `project` and reviews that carry the source's
classification. What is dirty in the file is reported line by line, with what was done about it. Loading the tables is
the intake's, evaluating them that of `data/methodology/power-projects.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.cofi.findings import Dirt, Finding
from brep_metrics.cofi.reading import read_investments
from brep_metrics.cofi.tables import make_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from brep_metrics.table_files import Tables

__all__ = ["Conversion", "Dirt", "Finding", "convert"]


@dataclass(frozen=True)
class Conversion:
    """The tables made of the file, and everything in it that was not clean, by line."""

    lines: int
    tables: Tables
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[Dirt, int]:
        """How often each kind of dirt was found, the kinds in the order of `Dirt`; 0 where it was not."""
        return {dirt: sum(finding.dirt is dirt for finding in self.findings) for dirt in Dirt}


def convert(path: Path) -> Conversion:
    """Turn the CSV file into tables; the same file gives the same tables.

    Raises:
        UsageError: there is no such file.
        FaultsError: the file is not this inventory: a column is missing, a key repeated, or a word unknown to the
            mapping (`data/cofi.toml`).

    """
    investments, findings = read_investments(path)
    return Conversion(len(investments), make_tables(investments), tuple(findings))
