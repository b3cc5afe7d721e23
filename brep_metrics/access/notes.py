"""Notes of evaluators on a group and period: what they want to remember or tell each other, and nobody else.

A note is an event of the journal. Each evaluator has one note per group and period; a later text replaces it, and an
empty one removes it, while the journal keeps what was written before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from brep_metrics.access.rights import Action, Role, allowed
from brep_metrics.access.viewer import Viewer, scope_of
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading, Store

NOTE_WRITTEN = "note_written"
MAX_NOTE_CHARACTERS = 2000


@dataclass(frozen=True)
class Note:
    """The text of one evaluator on one group and period, and when it was written (UTC)."""

    at: str
    who: str
    group_id: str
    period: str
    text: str


def notes(store: Store, *, until: datetime | None = None) -> tuple[Note, ...]:
    """The notes that there are now, or were at the moment `until`, the oldest first."""
    latest: dict[tuple[str, str, str], Note] = {}
    for entry in store.journal.entries(NOTE_WRITTEN):
        if until is not None and datetime.fromisoformat(entry["at"]) > until:
            break
        note = _from_entry(entry)
        key = (note.who, note.group_id, note.period)
        latest.pop(key, None)
        if note.text:
            latest[key] = note
    return tuple(latest.values())


def groups_without_notes(viewer: Viewer, reading: Reading) -> frozenset[str] | None:
    """The groups whose notes are not for a reader; None where no notes are. `reading` must be of the whole network.

    An expert neither reads nor writes notes on the groups in which their own organization takes part, or on its rivals.
    """
    if not allowed(viewer.role, Action.NOTES):
        return None
    if viewer.organization_id is None:
        return frozenset()
    own = scope_of(Viewer(Role.MEMBER, viewer.email, viewer.organization_id), reading).named_groups
    return own | scope_of(viewer, reading).closed_groups


def write_note(store: Store, *, who: str, group_id: str, period: Period, text: str) -> None:
    """Keep what an evaluator notes on a group and period in place of their earlier note; an empty text removes it.

    Raises:
        UsageError: the text is too long.

    """
    text = text.strip()
    if len(text) > MAX_NOTE_CHARACTERS:
        message = N_("A note has at most {count} characters; this one has {length}")
        raise UsageError(Message(message, {"count": MAX_NOTE_CHARACTERS, "length": len(text)}))
    store.journal.append(NOTE_WRITTEN, who=who, group_id=group_id, period=period.code, text=text)


def _from_entry(entry: dict[str, Any]) -> Note:
    return Note(entry["at"], entry["who"], entry["group_id"], entry["period"], entry["text"])
