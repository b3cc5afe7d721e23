"""Whether the figures of a snapshot follow from what is inside it.

The tables are loaded into a store of their own, evaluated by the methodology beside them, and the snapshot is
assembled again; whatever differs does not follow from its data. `recomputation` says what that leaves out where a
snapshot is of some groups.
"""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.evidence.queries import read_sql
from brep_metrics.i18n import N_, Message
from brep_metrics.periods import Period
from brep_metrics.snapshot.archive import refused
from brep_metrics.snapshot.changes import adds_up, changes_resource
from brep_metrics.snapshot.creation import DEFINITIONS, assemble, assemble_of_groups, software_version
from brep_metrics.snapshot.opening import methodology_of, opened, reading_of
from brep_metrics.snapshot.recomputation import Recomputation
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brep_metrics.snapshot.opening import Opened
    from brep_metrics.snapshot.provenance import Provenance

_COMMENT = re.compile(r"--.*")
_NO_CELLS: list[str] = []
_OTHER_VERSION = N_(
    "is defined otherwise in version {here} of the software than in {there}, which made it: verify it with {there}"
)
_ALTERED = N_("is defined otherwise than in version {here} of the software: changed by hand, or of an unreleased build")


def verify(archive: Path) -> Provenance:
    """Check every hash and compute the snapshot anew; returns what it is one of.

    Raises:
        UsageError: there is no such file.
        FaultsError: something does not hold; the message says it in one sentence, the faults list all of it.

    """
    with opened(archive) as snapshot:
        faults = [*_other_definitions(snapshot), *_computed_anew(snapshot)]
        if faults:
            raise refused(archive.name, faults)
        return snapshot.provenance


def _other_definitions(snapshot: Opened) -> Iterator[Fault]:
    """Indicators and macros that this version of the software counts otherwise than the one that made the snapshot."""
    for path in snapshot.files:
        if path.partition("/")[0] in DEFINITIONS:
            theirs = (snapshot.folder / path).read_text("utf-8", errors="replace")
            if _meaning(theirs) != _meaning(read_sql(path.removesuffix(".sql")) or ""):
                versions = {"here": software_version(), "there": snapshot.provenance.software}
                yield Fault(path, Message(_OTHER_VERSION if len(set(versions.values())) > 1 else _ALTERED, versions))


def _meaning(sql: str) -> str:
    return " ".join(_COMMENT.sub("", sql).split())


def _computed_anew(snapshot: Opened) -> Iterator[Fault]:
    methodology = methodology_of(snapshot)
    with reading_of(snapshot) as reading, scratch_folder("verify") as folder:
        period = Period.parse(snapshot.provenance.period)
        if snapshot.provenance.groups is None:
            assemble(reading, methodology, period, snapshot.provenance, folder)
        else:
            findings = Recomputation(snapshot, reading, methodology, period).findings()
            if not adds_up(findings.changes):
                yield Fault(
                    changes_resource(methodology).path, Message(N_("does not add up to the change of the score"))
                )
            assemble_of_groups(reading, findings, snapshot.provenance, folder)
        same_software = snapshot.provenance.software == software_version()
        for path in snapshot.files:
            # Another version may word or lay out the rest differently; figures are figures.
            if not (same_software or path.endswith(".csv")):
                continue
            theirs, ours = snapshot.folder / path, folder / path
            if not ours.is_file() or not _is_same(theirs, ours):
                yield _difference(path, theirs, ours)


def _is_same(theirs: Path, ours: Path) -> bool:
    """Whether two files are equal; an older version's table has the codes alone in its heading, and every decimal."""
    if theirs.read_bytes() == ours.read_bytes():
        return True
    if theirs.suffix != ".csv":
        return False
    with theirs.open(encoding="utf-8-sig", newline="") as one, ours.open(encoding="utf-8-sig", newline="") as other:
        old, new = csv.reader(one), csv.reader(other)
        if next(old, None) != [heading.partition(" ")[0] for heading in next(new, _NO_CELLS)]:
            return False
        return all(
            len(found) == len(computed) and all(map(_is_rounded, found, computed))
            for found, computed in zip_longest(old, new, fillvalue=_NO_CELLS)
        )


def _is_rounded(there: str, here: str) -> bool:
    """Whether one cell is the other, or a number of which the other has some decimals."""
    if there == here or "." not in here:
        return there == here
    try:
        return Decimal(there).quantize(Decimal(here), ROUND_HALF_UP) == Decimal(here)
    except ArithmeticError:
        return False


def _difference(path: str, theirs: Path, ours: Path) -> Fault:
    if not (path.endswith(".csv") and ours.is_file()):
        return Fault(path, Message(N_("does not follow from the tables and the methodology inside")))
    with theirs.open(encoding="utf-8-sig", newline="") as one, ours.open(encoding="utf-8-sig", newline="") as other:
        headings: list[str] = []
        for line, (found, computed) in enumerate(
            zip_longest(csv.reader(one), csv.reader(other), fillvalue=_NO_CELLS), 1
        ):
            headings = headings or found
            for heading, there, here in zip_longest(headings, found, computed, fillvalue=""):
                if there != here:
                    text = N_(
                        "does not follow from the tables and the methodology inside ({row}: “{there}”, not “{here}”)"
                    )
                    row = f"{(found or computed)[0]}, {heading}"
                    return Fault(path, Message(text, {"row": row, "there": there, "here": here}), line, heading, there)
    return Fault(path, Message(N_("does not follow from the tables and the methodology inside")))
