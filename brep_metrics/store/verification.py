"""Whether a store is whole: the journal's chain, what follows from it, and every file that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine, select

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.store.anchors import name_of_anchor, unknown_anchors
from brep_metrics.store.journal import Chain, parse_anchor
from brep_metrics.store.projections import CHILD_MADE, PUBLISHED, project
from brep_metrics.store.register import lines
from brep_metrics.store.tables import PROJECTIONS, head, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Table

    from brep_metrics.store.events import Event
    from brep_metrics.store.files import Files, Folder


def faults_of_journal(connection: Connection, anchor: str | None = None) -> tuple[tuple[Fault, ...], dict[int, str]]:
    """What is wrong with the chain and with the projections; and the hashes of the lines that made generations.

    Raises:
        UsageError: `anchor` is none.

    """
    wanted = parse_anchor(anchor) if anchor is not None else None
    chain, witnesses, seen = Chain(), dict[int, str](), False
    with create_engine("sqlite://").connect() as again:
        metadata.create_all(again)
        for line in lines(connection):
            chain.check(line)
            _replay(again, line, chain)
            seen = seen or (line.seq, line.sha256) == wanted
            if line.event in (PUBLISHED, CHILD_MADE):
                witnesses[line.seq] = line.sha256
        end = connection.execute(select(head.c.seq, head.c.sha256)).one()
        chain.check_end(end.seq, end.sha256)
        if wanted is not None and not seen:
            chain.fault(
                N_("the line of the anchor is not in the journal: it was changed, or lines before it were"), wanted[0]
            )
        different = [table.name for table in PROJECTIONS if _rows(again, table) != _rows(connection, table)]
    text = N_("the table does not hold what follows from the journal")
    return (*chain.faults, *(Fault(name, Message(text)) for name in different)), witnesses


def faults_of_files(files: Files, folder: Folder, named: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with the files that the register names, each with the sha256 that it must have."""
    for name, sha256 in sorted(named.items()):
        found = files.digest(folder, name)
        if found is None:
            yield Fault(name, Message(N_("the file is missing")))
        elif found != sha256:
            yield Fault(name, Message(N_("the file has another content than the journal says")))


def faults_of_anchors(files: Files, witnesses: Mapping[int, str]) -> Iterator[Fault]:
    """Which lines of the journal, by which generations were made, the files remember and the journal does not have."""
    for name in unknown_anchors(files, {name_of_anchor(seq, sha256) for seq, sha256 in witnesses.items()}):
        text = N_("a generation was published with this line, which the journal does not have: it is older, or was cut")
        yield Fault(name, Message(text))


def _replay(again: Connection, line: Event, chain: Chain) -> None:
    try:
        project(again, line)
    except Exception:  # noqa: BLE001 - whatever a changed line holds, it is a fault of the line
        chain.fault(N_("the line holds what no event can hold"), line.seq)


def _rows(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
