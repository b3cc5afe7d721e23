"""`attachments.csv`: the files that were handed in with the records, by name, size and sha256, never their content."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.i18n import Title
from brep_metrics.snapshot.resources import Field, Resource

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from brep_metrics.store import Reading, Store

_ENTERED = "entered"


@dataclass(frozen=True, order=True)
class Attached:
    """One file of a record, as it was handed in."""

    group_id: str
    table: str
    record: str
    name: str
    size: int
    sha256: str


def attached(store: Store, reading: Reading, groups: Collection[str] | None) -> tuple[Attached, ...]:
    """The files of what had been filed by the day of a reading and is entered in its generation; of some groups."""
    found = store.filings.filings(states=[_ENTERED], groups=groups)
    known = (
        one.content
        for one in found
        if one.generation is not None
        and one.generation <= reading.generation.id
        and one.content["submitted_on"] <= reading.as_of.isoformat()
    )
    files = {
        Attached(made["group_id"] or "", made["table"], made["key"], one["name"], one["size"], one["sha256"])
        for made in known
        for one in made["attachments"]
    }
    return tuple(sorted(files))


def attachments_resource() -> Resource:
    """`attachments.csv`: one row per file."""
    return Resource(
        "attachments",
        "attachments.csv",
        Title("附件清单", "Attachments"),
        Title(
            "每行是随一条已入库记录提交的一个文件，只列文件名、大小和 SHA-256，不含内容；不能由数据表重新得出",
            "One row per file handed in with a record that was entered: its name, size and SHA-256, no content; it "
            "does not follow from tables",
        ),
        (
            Field("group_id", "varchar", Title("工作组", "Working group")),
            Field("table", "varchar", Title("数据表", "Table"), required=True),
            Field("record", "varchar", Title("记录", "Record"), required=True),
            Field("name", "varchar", Title("文件名", "Name of the file"), required=True),
            Field("size", "integer", Title("大小（字节）", "Size (bytes)"), required=True),
            Field("sha256", "varchar", Title("SHA-256", "SHA-256"), required=True),
        ),
        key=("group_id", "table", "record", "name", "sha256"),
    )


def attachments_table(listed: Sequence[Attached]) -> pd.DataFrame:
    """The files by group, table and record."""
    return pd.DataFrame([asdict(one) for one in listed])
