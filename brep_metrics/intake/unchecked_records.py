"""Records that are at hand as texts brought into a draft unchecked: one statement per table, and no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.intake import applying
from brep_metrics.intake.staging import create_stage
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.store import Draft

    Cells = Mapping[str, str]


def put(draft: Draft, records: Mapping[str, Sequence[Cells]], removed: Mapping[str, Sequence[Cells]]) -> None:
    """Bring into a draft what a load would, where faults are known not to be, or do not matter.

    Args:
        draft: changed at once.
        records: by table, whole ones; no key twice.
        removed: by table, the keys of those that go.

    """
    for name, keys in removed.items():
        _put(draft, name, keys, is_removal=True)
    for name in load_schema().tables:
        if name in records:
            _put(draft, name, records[name], is_removal=False)


def _put(draft: Draft, name: str, records: Sequence[Cells], *, is_removal: bool) -> None:
    table = load_schema().tables[name]
    staged = create_stage(draft, table, f"put_{name}", day=None if is_removal else draft.date)
    columns = table.key if is_removal else tuple(table.columns)
    names = ", ".join(f'"{column}"' for column in columns)
    # The form into which a reader of files brings texts.
    texts = ", ".join(f"nfc_normalize(nullif(unnest(${column}::varchar[]), ''))" for column in columns)
    cells = {column: [one.get(column, "") for one in records] for column in columns}
    draft.execute(f"insert into {staged.name} ({names}) select {texts}", cells)
    if is_removal:
        applying.delete(draft, staged)
    else:
        applying.overwrite(draft, staged)
    draft.execute(f"drop view {staged.view}; drop table {staged.name}")
