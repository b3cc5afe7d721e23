"""What one person keeps for themselves, by kind and name: no act, so it is in no journal, and nobody else sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text, update

from brep_metrics.store.tables import personal

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from brep_metrics.store.register import Register

# One statement for both databases.
_KEEP = text(
    "insert into personal (who, kind, name, value, at) values (:who, :kind, :name, :value, :at)"
    " on conflict (who, kind, name) do update set value = excluded.value, at = excluded.at"
)


class Personal:
    """What `who` keeps of one kind."""

    def __init__(self, register: Register, who: str, kind: str) -> None:
        self._register, self._who, self._kind = register, who, kind
        self._own = (personal.c.who == who) & (personal.c.kind == kind)

    def all(self) -> dict[str, str]:
        """Every value by its name, in the order of the names."""
        if not self._register.exists():
            return {}
        with self._register.reading() as connection:
            rows = connection.execute(select(personal.c.name, personal.c.value).where(self._own))
            return dict(sorted((row.name, row.value) for row in rows))

    def keep(self, name: str, value: str, *, limit: int) -> bool:
        """Keep a value in place of an earlier one of the name; whether there was room, `limit` names being enough."""
        row = {"who": self._who, "kind": self._kind, "name": name, "value": value, "at": datetime.now(UTC).isoformat()}

        def save(connection: Connection) -> bool:
            others = select(func.count()).select_from(personal).where(self._own & (personal.c.name != name))
            if (connection.execute(others).scalar() or 0) >= limit:
                return False
            connection.execute(_KEEP, row)
            return True

        return self._register.save(save)

    def rename(self, name: str, to: str) -> bool:
        """Give a value another name; not one that another value has."""

        def save(connection: Connection) -> bool:
            names = set(connection.execute(select(personal.c.name).where(self._own)).scalars())
            if to in names:
                # Run again after its answer was lost, it finds what it did itself.
                return name not in names
            connection.execute(update(personal).where(self._own & (personal.c.name == name)).values(name=to))
            return name in names

        return self._register.save(save)

    def forget(self, name: str) -> None:
        """Keep no value of this name any more."""
        statement = delete(personal).where(self._own & (personal.c.name == name))
        self._register.save(lambda connection: connection.execute(statement))
