"""Putting staged rows into a draft: removed keys go, rows with a known key are replaced, new ones are added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.intake.changes import change_by, first_rows, removed_by

if TYPE_CHECKING:
    from brep_metrics.intake.changes import TableChange
    from brep_metrics.intake.staging import Staged
    from brep_metrics.store import Draft

_RECORDED_ON = "recorded_on"


def remove(draft: Draft, removed: Staged) -> TableChange:
    """Delete the rows of the draft whose key is staged in `removed`."""
    delete(draft, removed)
    return removed_by(draft, removed)


def replace(draft: Draft, staged: Staged) -> TableChange:
    """Put the staged rows in place of those with the same keys.

    A row whose `recorded_on` is empty keeps the one it had, and a new one gets the draft's date.
    """
    table = staged.table
    ((held,),) = draft.fetch(f"select count(*) from {table.name}")  # noqa: S608 - as above
    if held:
        _keep_first_recorded(draft, staged)
        change = change_by(draft, staged)
        delete(draft, staged)
    else:
        change = first_rows(draft, staged)
    _add(draft, staged)
    return change


def overwrite(draft: Draft, staged: Staged) -> None:
    """The same as `replace`, where nobody asks what that changes."""
    _keep_first_recorded(draft, staged)
    delete(draft, staged)
    _add(draft, staged)


def _add(draft: Draft, staged: Staged) -> None:
    table = staged.table
    columns = ", ".join(
        f'coalesce("{name}", $day) as "{name}"' if name == _RECORDED_ON else f'"{name}"' for name in table.columns
    )
    rows = f"select {columns} from {staged.view} {_order(draft, staged)}"  # noqa: S608 - as above
    draft.add_rows(table.name, rows, {"day": draft.date})


def delete(draft: Draft, staged: Staged) -> None:
    """Remove the rows whose keys are staged."""
    names = ", ".join(f'"{column}"' for column in staged.table.key)
    draft.remove_rows(staged.table.name, f"select {names} from {staged.view}")  # noqa: S608 - names come from the schema


def _order(draft: Draft, staged: Staged) -> str:
    """The order in which rows are added: by date, so that what is evaluated together is together in the file."""
    date = next((name for name, column in staged.table.columns.items() if column.is_event), None)
    if date is None or staged.end == 1:
        return ""
    # One pass tells whether the files have that order already, which is common and spares the sort.
    earlier = f'select "{date}" < lag("{date}") over () as earlier from {staged.name}'  # noqa: S608 - as above
    return f'order by "{date}"' if draft.fetch(f"select 1 from ({earlier}) where earlier limit 1") else ""  # noqa: S608 - as above


def _keep_first_recorded(draft: Draft, staged: Staged) -> None:
    ((empty,),) = draft.fetch(f"select count(*) from {staged.name} where {_RECORDED_ON} is null")  # noqa: S608 - as above
    if empty:
        key = " and ".join(f'old."{column}"::varchar = {staged.name}."{column}"' for column in staged.table.key)
        draft.execute(
            f"update {staged.name} set {_RECORDED_ON} = old.{_RECORDED_ON}::varchar from {staged.table.name} as old"  # noqa: S608 - as above
            f" where {key} and {staged.name}.{_RECORDED_ON} is null"
        )
