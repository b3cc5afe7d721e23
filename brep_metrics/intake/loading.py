"""The course of a load: read, stage, check, put into a draft, check across tables; published only without a fault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import applying
from brep_metrics.intake.batch import Batch, Steps
from brep_metrics.intake.checks import key_findings, reference_findings, row_findings
from brep_metrics.intake.cross_table_checks import check_findings, left_behind_findings, removal_findings
from brep_metrics.intake.fault_locations import faults_of
from brep_metrics.intake.identifying import beyond, identifier_findings, look_alike_findings, unnamed
from brep_metrics.intake.sources import Reader, input_files
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from brep_metrics.errors import Fault
    from brep_metrics.intake.batch import Progress
    from brep_metrics.intake.checks import Finding, Unlisted
    from brep_metrics.store import Draft, Generation, SourceFile, Store


@dataclass(frozen=True)
class Report:
    """What a check found: rows per table and per file, and every fault, in the order of files and lines."""

    rows: Mapping[str, int]
    files: tuple[SourceFile, ...]
    faults: tuple[Fault, ...]


def check(
    store: Store,
    paths: Iterable[Path | str],
    *,
    remove: Iterable[Path | str] = (),
    today: date | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check files as `load` would, against what the store holds, and change nothing.

    Raises:
        UsageError: a path is not there, or a folder holds nothing to load.
        StoreError: the store cannot be read.

    """
    with store.rehearse(day=today) as draft:
        return _fill(draft, paths, remove, progress)


def load(
    store: Store,
    paths: Iterable[Path | str],
    *,
    who: str,
    why: str,
    remove: Iterable[Path | str] = (),
    today: date | None = None,
    progress: Progress | None = None,
) -> Generation:
    """Check files and publish what they hold as the next generation.

    A row whose key the store has replaces it; `remove` names files of keys, each named after its table and holding
    only its key columns, whose rows go. `today` is the generation's date where that is not today. Where others publish
    meanwhile the files are read and checked again on top of what they loaded.

    Raises:
        FaultsError: anything is wrong with any file; all faults of all files are listed, and nothing has changed.
        UsageError: a path is not there, or a folder holds nothing to load.
        StoreBusy: others are writing, and did not finish in time.
        StoreError: the store cannot be written.

    """
    given, keys = list(paths), list(remove)

    def fill(draft: Draft) -> None:
        report = _fill(draft, given, keys, progress)
        if report.faults:
            refused = Message(N_("Nothing was loaded; faults found: {count}"), {"count": len(report.faults)})
            raise FaultsError(refused, report.faults)
        for file in report.files:
            draft.add_file(file)

    return store.build(fill, who=who, why=why, day=today)


def _fill(draft: Draft, paths: Iterable[Path | str], remove: Iterable[Path | str], progress: Progress | None) -> Report:
    given, removed = list(map(Path, paths)), list(map(Path, remove))
    if not given and not removed:
        raise UsageError(Message(N_("Name at least one file or folder to load")))
    files = input_files([*given, *removed])
    count = len(input_files(given)) if given else 0
    tables = load_schema().tables
    with TemporaryDirectory(prefix="brep-") as folder:
        whole = {name: tuple(table.columns) for name, table in tables.items()}
        keys = {name: table.key for name, table in tables.items()}
        loading = Batch(draft, Reader(whole, Path(folder), "row"), day=draft.date)
        removing = Batch(draft, Reader(keys, Path(folder), "key"), day=None)
        steps = Steps(progress, len(files))
        for batch, part in ((loading, files[:count]), (removing, files[count:])):
            for path, file in part:
                steps.next(Message(N_("Reading {file}"), {"file": file}))
                batch.read(path, file)
        faults = _faults(draft, loading, removing, steps)
    return Report(loading.rows, (*loading.files(), *removing.files()), faults)


def _faults(draft: Draft, loading: Batch, removing: Batch, steps: Steps) -> tuple[Fault, ...]:
    schema = load_schema()
    unidentified: list[Finding | Unlisted] = []
    findings: list[Finding | Unlisted] = []
    for batch in (loading, removing):
        for staged in batch.stages.values():
            steps.next(Message(N_("Checking table {table}"), {"table": staged.table.name}))
            findings.extend(row_findings(draft, staged))
            findings.extend(key_findings(draft, staged))
    for staged in loading.stages.values():
        unidentified.extend(identifier_findings(draft, staged))
    findings.extend(removal_findings(draft, loading.stages, removing.stages))
    for removed in removing.stages.values():
        applying.remove(draft, removed)
    for staged in loading.stages.values():
        applying.replace(draft, staged)
    uncertain = loading.uncertain | unnamed(unidentified)
    for staged in loading.stages.values():
        findings.extend(reference_findings(draft, staged, uncertain=uncertain))
        findings.extend(beyond(findings, look_alike_findings(draft, staged)))
    findings.extend(left_behind_findings(draft, schema, removing.stages))
    for across in schema.checks:
        findings.extend(check_findings(draft, across, loading.stages, uncertain=uncertain))
    findings = [*unidentified, *beyond(unidentified, findings)]
    unreadable = (*loading.reader.result.faults, *removing.reader.result.faults)
    told = {(fault.file, fault.line, fault.column) for fault in unreadable}
    found = [fault for fault in faults_of(findings) if (fault.file, fault.line, fault.column) not in told]
    return tuple(sorted((*unreadable, *found), key=lambda fault: (fault.file, fault.line or 0)))
