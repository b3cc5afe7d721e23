"""The course of a load: read, stage, check, put into a draft, check across tables; published only without a fault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, FaultsError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import applying
from brep_metrics.intake.batch import Batch, Steps
from brep_metrics.intake.changes import TableChange
from brep_metrics.intake.cross_table_checks import check_findings, left_behind_findings, removal_findings
from brep_metrics.intake.fault_finding import key_findings, reference_findings, row_findings
from brep_metrics.intake.fault_locations import faults_of
from brep_metrics.intake.identifier_checks import beyond, identifier_findings, look_alike_findings, unnamed
from brep_metrics.intake.inputs import Inputs, find_inputs
from brep_metrics.intake.odd_rows import beyond_rows, odd_row_findings
from brep_metrics.intake.possible_duplicates import likeness_warnings
from brep_metrics.intake.reader import Reader
from brep_metrics.schema import load_schema
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from brep_metrics.intake.batch import Progress
    from brep_metrics.intake.fault_finding import Finding, Unlisted
    from brep_metrics.store import Draft, Generation, SourceFile, Store

    Examine = Callable[["Report", Draft], None]
    """Called with what a load found and the draft that holds it, before anything is published."""


@dataclass(frozen=True)
class Report:
    """What a check found: rows per table and per file, every fault and every warning, in the order of files and lines.

    `changes` says by table what becomes of its records. Warnings and changes are looked for where there is no fault.
    """

    rows: Mapping[str, int]
    files: tuple[SourceFile, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    changes: Mapping[str, TableChange] = field(default_factory=dict)


def check(
    store: Store,
    paths: Iterable[Path | str],
    *,
    remove: Iterable[Path | str] = (),
    today: date | None = None,
    progress: Progress | None = None,
    examine: Examine | None = None,
) -> Report:
    """Check files as `load` would, against what the store holds, and change nothing.

    `examine` sees what a load would publish, if there is no fault.

    Raises:
        UsageError: a path is not there, or a folder holds nothing to load.
        StoreError: the store cannot be read.

    """
    with store.rehearse(day=today) as draft:
        report = _fill(draft, paths, remove, progress, () if today else store.clock_questions())
        if examine and not report.faults:
            examine(report, draft)
    return report


def load(
    store: Store,
    paths: Iterable[Path | str],
    *,
    who: str,
    why: str,
    remove: Iterable[Path | str] = (),
    today: date | None = None,
    progress: Progress | None = None,
    examine: Examine | None = None,
) -> Generation:
    """Check files and publish what they hold as the next generation.

    A row whose key the store has replaces it; `remove` names files of keys, each named after its table and holding
    only its key columns, whose rows go. `today` is the generation's date where that is not today. Where others publish
    meanwhile the files are read and checked again on top of what they loaded. `examine` sees the report and the draft
    before anything is published; what it raises ends the load.

    Raises:
        FaultsError: anything is wrong with any file; all faults of all files are listed, and nothing has changed.
        UsageError: a path is not there, or a folder holds nothing to load.
        StoreBusy: others are writing, and did not finish in time.
        StoreError: the store cannot be written.

    """
    given, keys = list(paths), list(remove)

    def fill(draft: Draft) -> None:
        report = _fill(draft, given, keys, progress, () if today else store.clock_questions())
        if report.faults:
            count = sum(fault.count for fault in report.faults)
            refused = Message(N_("Nothing was loaded; faults found: {count}"), {"count": count})
            raise FaultsError(refused, report.faults)
        for file in report.files:
            draft.add_file(file)
        draft.set_changes({table: change.counts for table, change in report.changes.items()})
        if examine:
            examine(report, draft)

    return store.build(fill, who=who, why=why, day=today)


def _fill(
    draft: Draft,
    paths: Iterable[Path | str],
    remove: Iterable[Path | str],
    progress: Progress | None,
    questions: Iterable[Message],
) -> Report:
    given, removed = list(map(Path, paths)), list(map(Path, remove))
    if not given and not removed:
        raise UsageError(Message(N_("Name at least one file or folder to load")))
    inputs, count = find_inputs([*given, *removed]), len(find_inputs(given).files)
    with scratch_folder("load") as folder:
        report = fill(draft, inputs, count, folder, progress=progress)
    return replace(report, warnings=(*(Fault("", question) for question in questions), *report.warnings))


def fill(
    draft: Draft,
    inputs: Inputs,
    count: int,
    folder: Path,
    *,
    progress: Progress | None = None,
    tells_changes: bool = True,
) -> Report:
    """Check files and bring what they hold into a draft; the first `count` are loaded, the others hold keys to remove.

    What a load of them would do, but for publishing: nothing is raised for faults, and the draft may be half filled.
    `folder` is for copies of the files in another form. Without `tells_changes` the report has none.
    """
    tables = load_schema().tables
    whole = {name: tuple(table.columns) for name, table in tables.items()}
    keys = {name: table.key for name, table in tables.items()}
    loading = Batch(draft, Reader(whole, folder, "row"), day=draft.date)
    removing = Batch(draft, Reader(keys, folder, "key"), day=None)
    steps = Steps(progress, len(inputs.files))
    for batch, part in ((loading, inputs.files[:count]), (removing, inputs.files[count:])):
        for path, file in part:
            steps.next(Message(N_("Reading {file}"), {"file": file}))
            batch.read(path, file)
    faults, changes = _applied(draft, loading, removing, steps, tells_changes=tells_changes)
    warnings = (*inputs.left_out, *_warnings(draft, loading, removing, complete=not faults))
    files_read = (*loading.files(), *removing.files())
    return Report(loading.rows, files_read, faults, warnings, {} if faults else changes)


def _warnings(draft: Draft, loading: Batch, removing: Batch, *, complete: bool) -> tuple[Fault, ...]:
    """What was read and is worth a look; that two rows tell one fact is looked for only where there is no fault."""
    read = (*loading.reader.result.warnings, *removing.reader.result.warnings)
    stages = loading.stages.values() if complete else ()
    alike = faults_of(warning for staged in stages for warning in likeness_warnings(draft, staged))
    return tuple(sorted((*read, *alike), key=lambda fault: (fault.file, fault.line or 0)))


def _applied(
    draft: Draft, loading: Batch, removing: Batch, steps: Steps, *, tells_changes: bool
) -> tuple[tuple[Fault, ...], dict[str, TableChange]]:
    """Check what is staged, and bring it into the draft; the faults, and what becomes of the records of each table."""
    schema = load_schema()
    odd = [found for staged in loading.stages.values() for found in odd_row_findings(draft, staged)]
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
    changes = {name: applying.remove(draft, removed) for name, removed in removing.stages.items()}
    for name, staged in loading.stages.items():
        if tells_changes:
            changes[name] = changes.get(name, TableChange()) + applying.replace(draft, staged)
        else:
            applying.overwrite(draft, staged)
    uncertain = loading.uncertain | unnamed(unidentified)
    for staged in loading.stages.values():
        findings.extend(reference_findings(draft, staged, uncertain=uncertain))
        findings.extend(beyond(findings, look_alike_findings(draft, staged)))
    findings.extend(left_behind_findings(draft, schema, removing.stages))
    for across in schema.checks:
        findings.extend(check_findings(draft, across, loading.stages, uncertain=uncertain))
    findings = [*odd, *beyond_rows(odd, [*unidentified, *beyond(unidentified, findings)])]
    unreadable = (*loading.reader.result.faults, *removing.reader.result.faults)
    told = {(fault.file, fault.line, fault.column) for fault in unreadable}
    found = [fault for fault in faults_of(findings) if (fault.file, fault.line, fault.column) not in told]
    faults = tuple(sorted((*unreadable, *found), key=lambda fault: (fault.file, fault.line or 0)))
    return faults, {name: changes[name] for name in schema.tables if name in changes}
