"""From findings, which name records, to faults, which name the physical lines of the person's own files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, shown
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.fault_finding import Finding, Unlisted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brep_metrics.intake.sources import Source


def faults_of(findings: Iterable[Finding | Unlisted]) -> list[Fault]:
    """One fault per finding, each file read once more at most."""
    all_of_them = list(findings)
    rows = [finding for finding in all_of_them if isinstance(finding, Finding)]
    lines = _lines(rows)
    return [_row_fault(finding, lines) for finding in rows] + [
        _rest_fault(finding) for finding in all_of_them if isinstance(finding, Unlisted)
    ]


_Place = tuple[int, str]


def _lines(findings: Sequence[Finding]) -> dict[tuple[int, _Place], int]:
    """The line of every record and column of interest, by (id of the source, (record within it, column))."""
    wanted: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    sources: dict[int, Source] = {}
    for finding in findings:
        for record in (finding.record, finding.other):
            if record is not None:
                source, number = finding.staged.source_of(record)
                sources[id(source)] = source
                wanted[id(source)][number].add(finding.column)
    return {(key, place): line for key, source in sources.items() for place, line in source.lines(wanted[key]).items()}


def _row_fault(finding: Finding, lines: dict[tuple[int, _Place], int]) -> Fault:
    source, number = finding.staged.source_of(finding.record)
    expected = finding.expected
    if finding.other is not None:
        first, first_number = finding.staged.source_of(finding.other)
        line = lines[id(first), (first_number, finding.column)]
        expected = Message(N_("a key other than that of {file}:{line}"), {"file": first.file, "line": line})
    return Fault(
        source.file,
        finding.problem,
        lines[id(source), (number, finding.column)],
        finding.column,
        shown(finding.value),
        expected,
        finding.staged.table.name,
        finding.count,
    )


def _rest_fault(rest: Unlisted) -> Fault:
    problem = Message(N_("{count} more rows have the same fault"), {"count": rest.count})
    first, table = rest.staged.sources[0].file, rest.staged.table.name
    return Fault(first, problem, column=rest.column, table=table, count=rest.count)
