"""A snapshot taken in from outside: unpacked, every hash checked, its tables and methodology ready to be used again.

Nothing in the archive is executed. Whether its figures follow from its tables is `verification`'s question.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brep_metrics.csv_export import LIST_SEPARATOR, restored_sql
from brep_metrics.errors import BrepError, Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.snapshot_files import DESCRIPTOR, STAMP
from brep_metrics.methodology import parse_methodology
from brep_metrics.snapshot.archive import extracted, refused, sha256_of
from brep_metrics.snapshot.creation import METHODOLOGY
from brep_metrics.snapshot.descriptor import is_sealed
from brep_metrics.snapshot.provenance import Provenance
from brep_metrics.snapshot.resources import fact_resources
from brep_metrics.store import open_store
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from brep_metrics.methodology import Methodology
    from brep_metrics.snapshot.resources import Field, Resource
    from brep_metrics.store import Draft, Reading

_MAX_DESCRIPTOR_BYTES = 8 << 20
# Ranks, their intervals and pairs are work by the number of groups, and pairs by its square.
MAX_GROUPS = 2_000


@dataclass(frozen=True)
class Opened:
    """An archive whose every file is what its descriptor says: where it was unpacked, and what it is a snapshot of."""

    name: str
    folder: Path
    provenance: Provenance
    files: tuple[str, ...]


@contextmanager
def opened(archive: Path) -> Iterator[Opened]:
    """Unpack an archive and check every hash.

    Raises:
        UsageError: there is no such file.
        FaultsError: it is no snapshot, or a file was changed, removed or added.

    """
    with extracted(archive) as folder:
        content = _descriptor(folder, archive.name)
        try:
            provenance = Provenance.from_json(content[STAMP], content.get("sources", []))
            listed = {str(one["path"]): str(one["hash"]) for one in content["resources"]}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise refused(archive.name, [Fault(DESCRIPTOR, Message(N_("does not describe a snapshot")))]) from error
        if faults := list(_changed(folder, listed)):
            raise refused(archive.name, faults)
        yield Opened(archive.name, folder, provenance, tuple(listed))


@contextmanager
def reading_of(snapshot: Opened) -> Iterator[Reading]:
    """A reading of the tables inside a snapshot, as of its own date, from a store that is thrown away afterwards.

    Raises:
        FaultsError: a table is missing, or holds what its columns cannot.

    """
    with scratch_folder("verify") as folder:
        store = open_store(folder / "store")
        with store.write(who="", why="", day=snapshot.provenance.generation_date) as draft:
            for resource in fact_resources():
                path = snapshot.folder / resource.path
                if resource.path not in snapshot.files:
                    raise refused(snapshot.name, [Fault(resource.path, Message(N_("is missing")))])
                try:
                    _load(draft, resource.name, path, resource.fields)
                except BrepError as error:
                    problem = Message(N_("does not fit the table’s columns"))
                    raise refused(snapshot.name, [Fault(resource.path, problem)]) from error
        with store.read(as_of=snapshot.provenance.as_of) as reading:
            ((groups,),) = reading.fetch("select count(*) from working_group")
            if groups > MAX_GROUPS:
                problem = Message(N_("holds more than {limit} groups, which is the limit"), {"limit": MAX_GROUPS})
                raise refused(snapshot.name, [Fault("tables/working_group.csv", problem)])
            yield reading


def methodology_of(snapshot: Opened) -> Methodology:
    """The methodology inside a snapshot.

    Raises:
        FaultsError: it is missing or refused, or is not the one that the snapshot names.

    """
    path = snapshot.folder / METHODOLOGY
    if METHODOLOGY not in snapshot.files:
        raise refused(snapshot.name, [Fault(METHODOLOGY, Message(N_("is missing")))])
    methodology = parse_methodology(path.read_text("utf-8", errors="replace"), file=METHODOLOGY)
    if methodology.hash != snapshot.provenance.methodology_hash:
        raise refused(
            snapshot.name, [Fault(METHODOLOGY, Message(N_("is not the methodology that the snapshot names")))]
        )
    return methodology


def _descriptor(folder: Path, name: str) -> dict[str, Any]:
    path = folder / DESCRIPTOR
    if not path.is_file():
        raise refused(name, [Fault(DESCRIPTOR, Message(N_("is missing")))])
    if path.stat().st_size > _MAX_DESCRIPTOR_BYTES:
        raise refused(name, [Fault(DESCRIPTOR, Message(N_("does not describe a snapshot")))])
    raw = path.read_bytes()
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise refused(name, [Fault(DESCRIPTOR, Message(N_("does not describe a snapshot")))]) from error
    if not isinstance(content, dict) or not is_sealed(raw, content):
        raise refused(name, [Fault(DESCRIPTOR, Message(N_("was changed after the snapshot was made")))])
    return content


def _changed(folder: Path, listed: dict[str, str]) -> Iterator[Fault]:
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {DESCRIPTOR}
    for path in sorted(listed.keys() - present):
        yield Fault(path, Message(N_("is missing")))
    for path in sorted(present - listed.keys()):
        yield Fault(path, Message(N_("was added after the snapshot was made")))
    for path in sorted(present & listed.keys()):
        if listed[path] != f"sha256:{sha256_of(folder / path)}":
            yield Fault(path, Message(N_("was changed after the snapshot was made")))


def stated_rows(snapshot: Opened, reading: Reading, resource: Resource) -> pd.DataFrame:
    """The rows of one of the results as the snapshot states them; whole numbers are `Int64`, absent texts None.

    Raises:
        FaultsError: the file is missing, or holds what its columns cannot.

    """
    if resource.path not in snapshot.files:
        raise refused(snapshot.name, [Fault(resource.path, Message(N_("is missing")))])
    try:
        frame = reading.query(_rows_sql(snapshot.folder / resource.path, resource.fields))
    except BrepError as error:
        problem = Message(N_("does not fit the table’s columns"))
        raise refused(snapshot.name, [Fault(resource.path, problem)]) from error
    whole = {one.name: "Int64" for one in resource.fields if one.type == "integer"}
    texts = {one.name: object for one in resource.fields if one.type == "varchar"}
    frame = frame.set_axis(list(resource.column_names), axis=1).astype({**whole, **texts})
    return frame.assign(**{name: frame[name].where(frame[name].notna(), None) for name in texts})


def _load(draft: Draft, table: str, path: Path, fields: tuple[Field, ...]) -> None:
    draft.execute(f"insert into {table} {_rows_sql(path, fields)}")


def _rows_sql(path: Path, fields: tuple[Field, ...]) -> str:
    """The rows of a table exactly as they were written: text restored, lists split, every other cell cast strictly."""
    columns = ", ".join(f"'{one.name}': 'varchar'" for one in fields)
    cells = ", ".join(_cell(one) for one in fields)
    place = str(path).replace("'", "''")
    format_ = """header = true, delim = ',', quote = '"', escape = '"', strict_mode = true, auto_detect = false"""
    rows = f"read_csv('{place}', columns = {{{columns}}}, {format_}, allow_quoted_nulls = false, parallel = false)"
    return f"select {cells} from {rows}"  # noqa: S608 - names of the schema's files


def _cell(one: Field) -> str:
    text = restored_sql(f'"{one.name}"')
    if one.type.endswith("[]"):
        return f"case when {text} = '' then [] else string_split({text}, '{LIST_SEPARATOR}') end"
    return text if one.type == "varchar" else f'cast("{one.name}" as {one.type})'
