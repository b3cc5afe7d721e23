"""What the events of filings do to the register's projections; a part of `projections`, and called by it alone.

In a filing's row are its state and what was submitted last; what was said and done before is in the journal's lines,
which `filing_line` finds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from brep_metrics.store.events import canonical
from brep_metrics.store.tables import attachment, filing, filing_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from brep_metrics.store.events import Event

FILING_SUBMITTED = "filing_submitted"
FILING_RETURNED = "filing_returned"
FILING_WITHDRAWN = "filing_withdrawn"
FILING_CONFIRMED = "filing_confirmed"
FILINGS_ENTERED = "filings_entered"
ATTACHMENT_ERASED = "attachment_erased"


def _submitted(connection: Connection, event: Event) -> None:
    made = event.content
    row = {
        "id": made["filing"],
        "state": "submitted",
        "organization_id": made["organization_id"],
        "group_id": made["group_id"],
        "table_name": made["table"],
        "key": made["key"],
        "who": event.who or "",
        "revision": made["revision"],
        "submitted_on": made["submitted_on"],
        "confirmed": "[]",
        "content": event.details,
        "seq": event.seq,
    }
    connection.execute(delete(filing).where(filing.c.id == made["filing"]))
    connection.execute(insert(filing).values(row))
    for one in made["attachments"]:
        _kept(connection, event, one["sha256"])
    _told(connection, event, made["filing"])


def _returned(connection: Connection, event: Event) -> None:
    made = event.content
    _changed(connection, event, state="returned", comment=made["comment"], returned_on=made["returned_on"])


def _withdrawn(connection: Connection, event: Event) -> None:
    _changed(connection, event, state="withdrawn")


def _confirmed(connection: Connection, event: Event) -> None:
    made = event.content
    found = connection.execute(select(filing.c.confirmed).where(filing.c.id == made["filing"])).scalar_one()
    groups = sorted({*_listed(found), made["group_id"]})
    _changed(connection, event, confirmed=canonical(groups))


def _entered(connection: Connection, event: Event) -> None:
    made = event.content
    for one in made["filings"]:
        values = {"state": "entered", "generation": made["generation"], "seq": event.seq}
        connection.execute(update(filing).where(filing.c.id == one["filing"]).values(values))
        _told(connection, event, one["filing"])


def _erased(connection: Connection, event: Event) -> None:
    sha256 = event.content["sha256"]
    _kept(connection, event, sha256)
    connection.execute(update(attachment).where(attachment.c.sha256 == sha256).values(erased=event.seq))


def _kept(connection: Connection, event: Event, sha256: str) -> None:
    known = connection.execute(select(attachment.c.seq).where(attachment.c.sha256 == sha256)).scalar()
    if known is None:
        connection.execute(insert(attachment).values(sha256=sha256, seq=event.seq))


def _changed(connection: Connection, event: Event, **values: str) -> None:
    of = event.content["filing"]
    connection.execute(update(filing).where(filing.c.id == of).values(seq=event.seq, **values))
    _told(connection, event, of)


def _told(connection: Connection, event: Event, of: int) -> None:
    connection.execute(insert(filing_line).values(filing=of, seq=event.seq))


def _listed(text: str) -> list[str]:
    found: list[str] = json.loads(text)
    return found


FILING_EFFECTS: Mapping[str, Callable[[Connection, Event], None]] = {
    FILING_SUBMITTED: _submitted,
    FILING_RETURNED: _returned,
    FILING_WITHDRAWN: _withdrawn,
    FILING_CONFIRMED: _confirmed,
    FILINGS_ENTERED: _entered,
    ATTACHMENT_ERASED: _erased,
}
