"""The fictional demonstration network: generated, the same to the byte every time, from `data/demo`.

`tables` makes the rows and `write` puts them into CSV files; loading those is the intake's, as for any other data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.demo.network import Variant, tables
from brep_metrics.demo.table import write_tables

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Variant", "tables", "write"]


def write(directory: Path, variant: Variant = "full") -> list[Path]:
    """Write the demonstration as one CSV file a table into `directory`; returns their paths, parents first."""
    return write_tables(tables(variant), directory)
