"""Making a snapshot: every file of it in a folder, then the archive, then a line in the store's journal."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import UsageError
from brep_metrics.evidence.queries import SQL_DIRECTORY, read_sql
from brep_metrics.given_files import is_there
from brep_metrics.i18n import N_, Message, Title
from brep_metrics.scoring import late_records, read_period
from brep_metrics.snapshot.archive import sha256_of, write_archive
from brep_metrics.snapshot.attachments import attached
from brep_metrics.snapshot.brief import brief
from brep_metrics.snapshot.descriptor import write_descriptor
from brep_metrics.snapshot.findings import find
from brep_metrics.snapshot.lead_findings import find_within, published_results
from brep_metrics.snapshot.provenance import EVERYTHING, Provenance, scope_of_groups
from brep_metrics.snapshot.redaction import hidden_codes
from brep_metrics.snapshot.tables import write_facts, write_results, write_tables
from brep_metrics.snapshot.words import INDICATORS, MACROS, readme
from brep_metrics.snapshot.workbook import write_workbook
from brep_metrics.store import SNAPSHOT_MADE, WHOLE_NETWORK, AccessScope
from brep_metrics.store.duckdb_errors import writing_to
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from brep_metrics.access import Note, Publication
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.snapshot.lead_findings import ScopedFindings
    from brep_metrics.snapshot.resources import Resource
    from brep_metrics.snapshot.round_stage import RoundStage
    from brep_metrics.store import Reading, Store

METHODOLOGY = "methodology.toml"
README, WORKBOOK, BRIEF = "README.md", "snapshot.xlsx", "brief.html"
DEFINITIONS = (INDICATORS, MACROS)
_MACRO = Title("各指标共用的定义", "A definition that indicators share")


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that was written: where, the sha256 of the file, and what it is one of."""

    path: Path
    sha256: str
    provenance: Provenance


def create(
    store: Store,
    target: Path,
    *,
    methodology: Methodology,
    period: Period,
    language: Language,
    generation: str | None = None,
    as_of: date | None = None,
    groups: Collection[str] | None = None,
    notes: Sequence[Note] = (),
    round_stage: RoundStage | None = None,
    who: str | None = None,
) -> Snapshot:
    """Write the snapshot of one evaluation to `target` and record in the store's journal that `who` made it.

    The same generation, methodology, period, as-of date, scope, language and stage always give the same bytes. The
    journal's line names the generation, which therefore must be kept as long as the journal.

    Of `notes`, those on the period are in the snapshot too; they are for evaluators, so never in one of some groups.
    `round_stage` is what a round says of a snapshot that it makes, which is of all groups.

    With `groups`, the snapshot holds what their lead may see of the network: these groups with all their records, the
    others as a distribution only, and scores once they are published, which then are an input too (`Stamp.published`).

    Raises:
        UsageError: there is no such generation or group, or no folder to write to; or notes for a snapshot of some
            groups.
        FaultsError: the methodology cannot be evaluated on these data.

    """
    _check_target(target)
    if notes and groups is not None:
        raise UsageError(Message(N_("notes of evaluators are only for a snapshot of all groups")))
    with (
        read_period(store, methodology, period, generation=generation, as_of=as_of) as reading,
        scratch_folder("snapshot") as folder,
    ):
        provenance = _provenance(store, reading, methodology, period, groups, language)
        if groups is None:
            of_period = tuple(note for note in notes if note.period == period.code)
            provenance = replace(provenance, notes=of_period, round_stage=round_stage)
            names = assemble(reading, methodology, period, provenance, folder)
        else:
            results = published_results(store, methodology, period, reading)
            provenance = replace(provenance, published=tuple(_named(one) for one in results))
            names = _assemble_of_groups(store, reading, frozenset(groups), methodology, period, provenance, folder)
        return _written(store, target, folder, names, provenance, who)


def _provenance(
    store: Store,
    reading: Reading,
    methodology: Methodology,
    period: Period,
    groups: Collection[str] | None,
    language: Language,
) -> Provenance:
    """What every snapshot of these inputs is one of."""
    provenance = Provenance.of(
        reading.generation,
        methodology,
        period=period.code,
        as_of=reading.as_of,
        scope=EVERYTHING if groups is None else scope_of_groups(groups),
        language=language,
        software=software_version(),
        late=_late(store, reading, period, groups),
    )
    return replace(provenance, attachments=attached(store, reading, groups))


def _written(
    store: Store, target: Path, folder: Path, names: tuple[str, ...], provenance: Provenance, who: str | None
) -> Snapshot:
    """The archive, in its place only once the journal has its line: none is taken away that it does not know."""
    beside = target.with_name(f".brep-{os.getpid()}.zip")
    try:
        with writing_to(target):
            write_archive(beside, folder, names)
        snapshot = Snapshot(target, sha256_of(beside), provenance)
        line = {"file": target.name, "sha256_of_file": snapshot.sha256, **provenance.inputs}
        store.journal.append(SNAPSHOT_MADE, who=who, **line)
        with writing_to(target):
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return snapshot


def _check_target(target: Path) -> None:
    if not is_there(target.absolute().parent):
        raise UsageError(Message(N_("there is no folder {path}"), {"path": target.absolute().parent}))
    with writing_to(target), suppress(FileNotFoundError):
        target.lstat()  # not of a name that no file can have: the journal gets its line before the file its name
    # What is written takes the place of what was there: of a file, never of a folder or a device.
    if not target.name or (is_there(target) and not target.is_file()):
        raise UsageError(Message(N_("{path} is not a file that a snapshot could replace"), {"path": target}))


def _late(store: Store, reading: Reading, period: Period, groups: Collection[str] | None) -> tuple[int, int]:
    """How many records of the period, of those in the snapshot's scope, came in too late to count; and all of them."""
    scope = WHOLE_NETWORK if groups is None else AccessScope.of_groups(groups)
    with store.read(reading.generation.id, scope=scope) as whole:
        late = late_records(whole, period, reading.as_of)
    return len(late.rows), late.of_rows


def recorded(store: Store) -> tuple[dict[str, Any], ...]:
    """The snapshots that the journal knows, oldest first: when, the file's name and sha256, and its inputs."""
    return tuple(store.journal.entries(SNAPSHOT_MADE))


def assemble(
    reading: Reading, methodology: Methodology, period: Period, provenance: Provenance, folder: Path
) -> tuple[str, ...]:
    """Put every file of a snapshot into `folder`; returns their paths in the order of the archive."""
    findings = find(reading, methodology, period)
    tables = (*write_results(reading, findings, provenance, folder), *write_facts(reading, folder))
    (folder / BRIEF).write_text(brief(findings, provenance), "utf-8", newline="\n")
    documents = {BRIEF: Title("会议简报（可打印为两页PDF）", "Brief for the meeting, which prints on two pages")}
    return _completed(methodology, provenance, tables, documents, folder)


def assemble_of_groups(
    own: Reading,
    findings: ScopedFindings,
    provenance: Provenance,
    folder: Path,
    hidden: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """The same for a snapshot of some groups, which is not for the meeting and has no brief."""
    tables = (*write_tables(findings.tables(provenance), folder), *write_facts(own, folder, hidden))
    return _completed(findings.evaluation.methodology, provenance, tables, {}, folder)


def _assemble_of_groups(
    store: Store,
    network: Reading,
    groups: frozenset[str],
    methodology: Methodology,
    period: Period,
    provenance: Provenance,
    folder: Path,
) -> tuple[str, ...]:
    known = {group for (group,) in network.fetch("select group_id from working_group")}
    if unknown := sorted(groups - known):
        raise UsageError(Message(N_("there is no group “{group}”"), {"group": unknown[0]}))
    # Not those of the organization that leads them: what it has in other groups is not of these.
    scope = AccessScope.of_groups(groups)
    with store.read(provenance.generation, as_of=provenance.as_of, scope=scope) as own:
        hidden = hidden_codes(own)
        findings = find_within(store, network, own, scope, methodology, period, hidden)
        return assemble_of_groups(own, findings, provenance, folder, hidden)


def _named(result: Publication) -> str:
    return f"{result.period.code} {result.generation} {result.as_of.isoformat()}"


def _completed(
    methodology: Methodology,
    provenance: Provenance,
    tables: Sequence[Resource],
    documents: Mapping[str, Title],
    folder: Path,
) -> tuple[str, ...]:
    """Put what goes with every snapshot beside its tables and documents."""
    documents = {
        README: Title("说明", "What this is"),
        **documents,
        WORKBOOK: Title("全部表格的工作簿", "All tables as a workbook"),
        **_write_definitions(methodology, folder),
    }
    (folder / README).write_text(readme(provenance, tables, documents), "utf-8", newline="\n")
    write_workbook(folder / WORKBOOK, folder, provenance, tables)
    return write_descriptor(folder, provenance, tables, documents)


def software_version() -> str:
    """The version of this software, as installed."""
    return version("brep-metrics")


def _write_definitions(methodology: Methodology, folder: Path) -> Mapping[str, Title]:
    """The methodology's own text, the query of each of its indicators, and the macros that these use."""
    (folder / METHODOLOGY).write_text(methodology.text, "utf-8", newline="\n")
    titles = {METHODOLOGY: methodology.title}
    titles |= {f"{INDICATORS}/{indicator.code}.sql": indicator.title for indicator in methodology.measured}
    titles |= {f"{MACROS}/{path.name}": _MACRO for path in sorted((SQL_DIRECTORY / MACROS).glob("*.sql"))}
    for path in titles.keys() - {METHODOLOGY}:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(read_sql(path.removesuffix(".sql")) or "", "utf-8", newline="\n")
    return titles
