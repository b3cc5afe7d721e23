"""What each event does to the register's projections: the one place that writes them, so they can be recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from brep_metrics.store.events import once_key
from brep_metrics.store.filing_projections import FILING_EFFECTS
from brep_metrics.store.generation import number_of
from brep_metrics.store.tables import account, ended_sign_in, generation, once, publication, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from brep_metrics.store.events import Event

PUBLISHED = "published"
CHILD_MADE = "child_made"
PRUNED = "pruned"
RESULT_PUBLISHED = "result_published"
SNAPSHOT_MADE = "snapshot"
SIGNED_OUT = "signed_out"
ROUND_ACT = "round_act"
POINTS_SPREAD = "points_spread"
ACCOUNT_SET = "account_set"
ACCOUNT_REMOVED = "account_removed"
# Said once of each person and circumstance, however often it happens: reloading a page does not fill the journal.
ONCE = frozenset({"signed_in", SIGNED_OUT, "refused"})


def project(connection: Connection, event: Event) -> None:
    """Bring the projections to the state after `event`."""
    if event.event in ONCE:
        key = once_key(event.event, event.who, event.details)
        connection.execute(insert(once).values(key=key, seq=event.seq))
    effect = _EFFECTS.get(event.event)
    if effect is not None:
        effect(connection, event)


def _generation_made(connection: Connection, event: Event) -> None:
    made = event.content
    row = {
        "number": number_of(made["generation"]),
        "sha256": made["sha256_of_file"],
        "size": made["size"],
        "date": made["date"],
        "parent": number_of(made["parent"]) if event.event == CHILD_MADE else None,
        "seq": event.seq,
    }
    connection.execute(insert(generation).values(row))


def _pruned(connection: Connection, event: Event) -> None:
    numbers = [number_of(name) for name in event.content["generations"]]
    connection.execute(update(generation).where(generation.c.number.in_(numbers)).values(pruned=event.seq))


def _result_published(connection: Connection, event: Event) -> None:
    made = event.content
    row = {name: made[name] for name in ("period", "methodology_id", "generation")}
    connection.execute(insert(publication).values(seq=event.seq, **row))


def _snapshot_made(connection: Connection, event: Event) -> None:
    connection.execute(insert(snapshot).values(seq=event.seq, generation=event.content["generation"]))


def _signed_out(connection: Connection, event: Event) -> None:
    sign_in = event.content["sign_in"]
    known = connection.execute(select(ended_sign_in.c.seq).where(ended_sign_in.c.sign_in == sign_in)).scalar()
    if known is None:
        connection.execute(insert(ended_sign_in).values(sign_in=sign_in, seq=event.seq))


def _account_set(connection: Connection, event: Event) -> None:
    _account_removed(connection, event)
    row = {name: event.content[name] for name in ("email", "role", "organization")}
    connection.execute(insert(account).values(seq=event.seq, **row))


def _account_removed(connection: Connection, event: Event) -> None:
    connection.execute(delete(account).where(account.c.email == event.content["email"]))


_EFFECTS: dict[str, Callable[[Connection, Event], None]] = {
    PUBLISHED: _generation_made,
    CHILD_MADE: _generation_made,
    PRUNED: _pruned,
    RESULT_PUBLISHED: _result_published,
    SNAPSHOT_MADE: _snapshot_made,
    SIGNED_OUT: _signed_out,
    ACCOUNT_SET: _account_set,
    ACCOUNT_REMOVED: _account_removed,
    **FILING_EFFECTS,
}
