"""The fictional demonstration network: generated, the same to the byte every time, from `data/demo`.

`tables` makes the rows, `write` puts them into CSV files, `load_demonstration` brings them into a store through the
intake, as any other data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.demo.loading import load_demonstration
from brep_metrics.demo.network import Variant, tables
from brep_metrics.table_files import write_tables

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Variant", "load_demonstration", "tables", "write"]


def write(directory: Path, variant: Variant = "full") -> list[Path]:
    """Write the demonstration as one CSV file per table into `directory`; returns their paths, parents first."""
    return write_tables(tables(variant), directory)
