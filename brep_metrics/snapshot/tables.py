"""The CSV files of a snapshot: tables as the evaluation saw them, its results, and the evidence.

What may have a million rows is written by the database itself.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from brep_metrics.csv_export import csv_for_people, header_for_people, projection_for_people
from brep_metrics.evidence.queries import listing_statement, prepare
from brep_metrics.schema import load_schema
from brep_metrics.snapshot.attachments import attachments_resource, attachments_table
from brep_metrics.snapshot.changes import changes_resource, changes_table
from brep_metrics.snapshot.notes import notes_resource, notes_table
from brep_metrics.snapshot.redaction import redaction_sql
from brep_metrics.snapshot.resources import fact_resources
from brep_metrics.snapshot.results import (
    evidence_resource,
    indicators_resource,
    indicators_table,
    intervals_resource,
    intervals_table,
    scores_resource,
    scores_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.snapshot.findings import Findings
    from brep_metrics.snapshot.provenance import Provenance
    from brep_metrics.snapshot.resources import Resource
    from brep_metrics.store import Reading

    Query = tuple[str, Mapping[str, object]]


def write_facts(reading: Reading, folder: Path, hidden: Mapping[str, str] | None = None) -> tuple[Resource, ...]:
    """Write every table as the reading shows it, ordered by its key; `hidden` codes give way to their stand-ins."""
    resources = fact_resources()
    for resource in resources:
        columns = ", ".join(_shown(resource.name, name) if hidden else name for name in resource.column_names)
        order = ", ".join(resource.key) or "all"
        statement = f"select {columns} from {resource.name} order by {order}"  # noqa: S608 - names of the schema's files
        parameters = {"hidden": list(hidden), "shown": list(hidden.values())} if hidden and "$hidden" in columns else {}
        _copy(reading, [(statement, parameters)], folder, resource)
    return resources


def write_tables(tables: Iterable[tuple[Resource, pd.DataFrame]], folder: Path) -> tuple[Resource, ...]:
    """Write results that fit in memory."""
    written = []
    for resource, frame in tables:
        (folder / resource.path).write_bytes(csv_for_people(headed(frame, resource)))
        written.append(resource)
    return tuple(written)


def headed(frame: pd.DataFrame, resource: Resource) -> pd.DataFrame:
    """The columns of a table in the order of its file, under its headings."""
    return frame.loc[:, list(resource.column_names)].set_axis(list(resource.headings), axis=1)


def write_results(reading: Reading, findings: Findings, provenance: Provenance, folder: Path) -> tuple[Resource, ...]:
    """Write everything that follows from the tables and the methodology."""
    evaluation = findings.evaluation
    written = write_tables(_results(findings, provenance), folder)
    return (*written, write_evidence(reading, evaluation.methodology, evaluation.period, folder))


def _results(findings: Findings, provenance: Provenance) -> Iterator[tuple[Resource, pd.DataFrame]]:
    """One at a time, so that none is in memory while the database writes a million rows."""
    evaluation, methodology = findings.evaluation, findings.evaluation.methodology
    yield scores_resource(methodology), scores_table(evaluation, provenance)
    yield indicators_resource(methodology), indicators_table(evaluation)
    yield intervals_resource(methodology), intervals_table(findings.uncertainty, methodology)
    yield changes_resource(methodology), changes_table(findings.before, evaluation, findings.changes)
    if provenance.notes:
        yield notes_resource(), notes_table(provenance.notes)
    if provenance.attachments:
        yield attachments_resource(), attachments_table(provenance.attachments)


def write_evidence(reading: Reading, methodology: Methodology, period: Period, folder: Path) -> Resource:
    """Write the evidence rows of every indicator, in the order of the methodology."""
    resource = evidence_resource(methodology)
    prepare(reading, [period], methodology.measured)
    _copy(reading, _evidence(reading, methodology), folder, resource)
    return resource


def _evidence(reading: Reading, methodology: Methodology) -> Iterator[Query]:
    """One query per indicator, so that the database never sorts more than the rows of one."""
    for indicator in methodology.measured:
        listing = listing_statement(reading, methodology, [indicator], group_id=None)
        rows = f"select '{indicator.code}' as indicator, * exclude (indicator) from ({listing.sql})"  # noqa: S608 - codes are identifiers
        yield rows, listing.parameters


def _shown(table: str, name: str) -> str:
    column = load_schema().tables[table].columns[name]
    if column.reference is None:
        return name
    return f"{redaction_sql(name, is_list=column.is_list)} as {name}"


def _copy(reading: Reading, queries: Iterable[Query], folder: Path, resource: Resource) -> None:
    """Let the database write the rows of ordered queries, one after the other, and put the heading before them."""
    target = folder / resource.path
    target.parent.mkdir(exist_ok=True)
    body = target.with_suffix(".body")
    kinds = [(one.name, one.type.upper()) for one in resource.fields]
    place = str(body).replace("'", "''")
    with target.open("wb") as file:
        file.write(header_for_people(resource.headings))
        for query, parameters in queries:
            rows = f"select {projection_for_people(kinds)} from ({query})"  # noqa: S608 - made of this package's own names
            reading.fetch(f"copy ({rows}) to '{place}' (format csv, header false, new_line '\\r\\n')", parameters)
            with body.open("rb") as written:
                shutil.copyfileobj(written, file, 1 << 20)
    body.unlink()
