"""The notes of evaluators that a reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.access import NOTE_WRITTEN, Viewer, groups_without_notes, notes
from brep_metrics.app.cache import cached
from brep_metrics.store import WHOLE_NETWORK

if TYPE_CHECKING:
    from datetime import datetime

    from brep_metrics.access import Note
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.store import Store


def visible_notes(visit: Visit, until: datetime | None = None) -> tuple[Note, ...]:
    """All notes that the reader may see as they are now or were at the moment `until`, the oldest first."""
    every = _notes(visit.store, visit.store.journal.latest(NOTE_WRITTEN), until)
    closed = _closed_groups(visit)
    return () if closed is None else tuple(note for note in every if note.group_id not in closed)


def may_note(visit: Visit, group_id: str) -> bool:
    """Whether the reader may write a note on a group, and so read those of others."""
    closed = _closed_groups(visit)
    return closed is not None and group_id not in closed


def _closed_groups(visit: Visit) -> frozenset[str] | None:
    """By the latest data, whichever are looked at: who takes part in a group now is not let in by an earlier link."""
    viewer, current = visit.visitor.viewer, visit.store.current()
    return None if viewer is None or current is None else _closed(visit.store, viewer, current.id)


@cached(200, key=lambda store, viewer, generation: (store.address, viewer, generation))
def _closed(store: Store, viewer: Viewer, generation: str) -> frozenset[str] | None:
    with store.read(generation, scope=WHOLE_NETWORK) as reading:
        return groups_without_notes(viewer, reading)


@cached(10, key=lambda store, latest, until: (store.address, latest, until))
def _notes(store: Store, latest: int, until: datetime | None) -> tuple[Note, ...]:  # noqa: ARG001 - the line of the latest one
    return notes(store, until=until)
