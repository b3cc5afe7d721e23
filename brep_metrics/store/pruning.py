"""Removing the files of old generations that nobody can ask for any more by what was published or taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.generation import generation_id
from brep_metrics.store.projections import PRUNED
from brep_metrics.store.register import named
from brep_metrics.store.tables import generation

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from brep_metrics.store.generation import Generation
    from brep_metrics.store.register import Transaction
    from brep_metrics.store.store import Store

MIN_KEEP_DAYS = 180


def prune(store: Store, *, keep_days: int, who: str, dry_run: bool) -> tuple[Generation, ...]:
    """Remove the files of generations older than `keep_days` that nothing names; gives them.

    That they are gone counts, and is in the journal, before the first file is removed.

    Raises:
        UsageError: `keep_days` is less than the least.

    """
    if keep_days < MIN_KEEP_DAYS:
        text = N_("Generations are kept for {least} days at least")
        raise UsageError(Message(text, {"least": MIN_KEEP_DAYS}))
    before = datetime.now(UTC) - timedelta(days=keep_days)
    old = {one.id: one for one in store.generations(children=True) if one.created_at < before and not one.pruned}

    def change(transaction: Transaction) -> list[str]:
        names = sorted(old.keys() - _kept(transaction.connection))
        if names:
            transaction.append(PRUNED, who=who, generations=names)
        return names

    if dry_run:
        if not store.register.exists():
            return ()
        with store.register.reading() as connection:
            return tuple(old[name] for name in sorted(old.keys() - _kept(connection)))
    gone = tuple(old[name] for name in store.register.write(change)) if old else ()
    # Those too that an earlier run, killed in between, did not come to remove.
    every = [one.file_name for one in store.generations(children=True) if one.pruned]
    store.files.remove("generations", every)
    return gone


def _kept(connection: Connection) -> set[str]:
    """The generations that must stay: the current one, and those that something names."""
    current = select(generation.c.number).where(generation.c.parent.is_(None)).order_by(generation.c.number.desc())
    newest = connection.execute(current.limit(1))
    return {*named(connection, "generations"), *(generation_id(row.number) for row in newest)}
