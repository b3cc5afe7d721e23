"""From the paths that a person names to the files to read; what a folder holds besides is named as left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, UsageError
from brep_metrics.given_files import is_there
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.file_kinds import EXPECTED, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LOCK_PREFIX = "~$"


@dataclass(frozen=True)
class Inputs:
    """Each file to read with the name to speak of it, and a warning for each entry of a folder that is not read."""

    files: tuple[tuple[Path, str], ...]
    left_out: tuple[Fault, ...]


def find_inputs(paths: Iterable[Path]) -> Inputs:
    """The files that the paths name; of a folder those in it, but not those in its sub-folders.

    A file is called by its own name, or by the path as given where two share a name.

    Raises:
        UsageError: a path is not there or no file, or a folder holds neither CSV files nor workbooks.

    """
    files: list[Path] = []
    left_out: list[Fault] = []
    for path in paths:
        if not is_there(path):
            raise UsageError(Message(N_("{path} is not there"), {"path": str(path)}))
        if path.is_dir():
            inside = sorted(path.iterdir())
            wanted = [child for child in inside if _is_input(child)]
            if not wanted:
                raise UsageError(Message(N_("{path} holds no CSV file and no XLSX workbook"), {"path": str(path)}))
            files.extend(wanted)
            left_out.extend(_left_out(inside))
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(Message(N_("{path} is a pipe or a device, not a file"), {"path": str(path)}))
    names = [path.name for path in files]
    named = ((path, path.name if names.count(path.name) == 1 else str(path)) for path in files)
    return Inputs(tuple(named), tuple(left_out))


def _is_input(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", _LOCK_PREFIX))


def _left_out(inside: list[Path]) -> Iterator[Fault]:
    for child in inside:
        if child.name.startswith(".") or _is_input(child):
            continue
        if child.is_dir():
            problem, expected = N_("the folder was left out"), Message(N_("a folder without sub-folders"))
        elif child.name.startswith(_LOCK_PREFIX):
            problem, expected = (
                N_("the mark of an open workbook was left out"),
                Message(N_("a workbook that is closed")),
            )
        else:
            problem, expected = N_("the file was left out"), EXPECTED
        yield Fault(child.name, Message(problem), expected=expected)
