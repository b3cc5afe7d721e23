"""Intake: CSV files, folders and XLSX workbooks become checked rows of a new generation, or a list of all their faults.

The checks come from the schema (`sql/schema`, `sql/checks`); what a generation is, and how it is published, is left to
`store`.
"""

from brep_metrics.intake.changes import ChangedCell, TableChange
from brep_metrics.intake.file_rows import FileRow, read_rows
from brep_metrics.intake.inputs import Inputs
from brep_metrics.intake.loading import Report, check, fill, load
from brep_metrics.intake.unchecked_records import put
from brep_metrics.intake.workbook import NOTES_SHEET

__all__ = [
    "NOTES_SHEET",
    "ChangedCell",
    "FileRow",
    "Inputs",
    "Report",
    "TableChange",
    "check",
    "fill",
    "load",
    "put",
    "read_rows",
]
