"""Faults of reading, kept in bounded number: of one kind in one file so many are listed, the others only counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LISTED_PER_KIND = 10_000
"""Faults of one kind that are kept: a wholly wrong file of a million rows is told by its number."""


class FaultList:
    """Collects faults in order; a kind is a file, a column and a problem, whatever the values are."""

    def __init__(self) -> None:
        self._listed: list[Fault] = []
        self._counts: Counter[tuple[str, str | None, str]] = Counter()
        self._first: dict[tuple[str, str | None, str], Fault] = {}

    def add(self, fault: Fault) -> None:
        """One more fault."""
        kind = (fault.file, fault.column, fault.problem.id)
        self._counts[kind] += 1
        if self._counts[kind] <= LISTED_PER_KIND:
            self._first.setdefault(kind, fault)
            self._listed.append(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Several faults."""
        for fault in faults:
            self.add(fault)

    def __iter__(self) -> Iterator[Fault]:
        """Those that are listed, then one for the rest of each kind."""
        yield from self._listed
        for kind, count in self._counts.items():
            if count > LISTED_PER_KIND:
                first = self._first[kind]
                rest = count - LISTED_PER_KIND
                problem = Message(N_("{count} more rows have the same fault"), {"count": rest})
                yield Fault(first.file, problem, column=first.column, table=first.table, count=rest)

    def __bool__(self) -> bool:
        """Whether there is any fault."""
        return bool(self._listed)
