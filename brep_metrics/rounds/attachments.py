"""Files that prove what a group says in a round: of the kinds and sizes that filings take, kept under their sha256."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.filing import MAX_FILES, attachment_of
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.rounds.actors import Actor
    from brep_metrics.store import Store


def keep_attachments(store: Store, files: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """Keep files, each given by name and content; their names by sha256, as an act names them.

    Raises:
        UsageError: one is of another kind than it says, too large, or was erased, or there are too many.
        StoreError: the store takes no files.

    """
    if len(files) > MAX_FILES:
        raise UsageError(Message(N_("at most {count} files can be attached"), {"count": MAX_FILES}))
    made = [(attachment_of(store, name, data), data) for name, data in files]
    for one, data in made:
        store.files.put("attachments", one.sha256, data)
    return {one.sha256: one.name for one, _ in made}


def attached(store: Store, actor: Actor, group: str, attachments: Mapping[str, str], sha256: str) -> bytes:
    """A file that a group attached, for evaluators and the group's lead.

    Raises:
        UsageError: it is not for the actor, is not among `attachments`, or was erased.

    """
    name = attachments.get(sha256)
    if name is None or (actor.role is not Role.EVALUATOR and group not in actor.leads):
        raise UsageError(Message(N_("there is no such attachment")))
    if store.filings.is_erased(sha256):
        raise UsageError(Message(N_("{file} was handed in by mistake before, and erased"), {"file": name}))
    return store.files.content("attachments", sha256)
