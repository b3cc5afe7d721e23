"""The audit trail: the events that the journal keeps beside those of the data, and how often each is written.

Loads, publications and snapshots are written where they are made. The store writes a sign-in, a sign-out and a refusal
once only, however often it is told of them.
"""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brep_metrics.access.sign_in import Refusal
    from brep_metrics.store import Store


class Event(StrEnum):
    """What was done that is not to be forgotten."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    EXPORTED = "exported"


def local_user() -> str:
    """The user of this machine, who acts where nobody has to sign in."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        return "unknown"


def record_sign_in(store: Store, who: str, sign_in: str) -> None:
    """One line per sign-in, however many tabs and visits it serves."""
    store.journal.append(Event.SIGNED_IN, who=who, sign_in=sign_in)


def end_sign_in(store: Store, who: str, sign_in: str) -> None:
    """End a sign-in for good, on every machine, with one line that says so."""
    store.journal.append(Event.SIGNED_OUT, who=who, sign_in=sign_in)


def record_refusal(store: Store, who: str, sign_in: str, *, reason: Refusal | str, page: str) -> None:
    """One line for each reason and page of a sign-in, so that reloading a page does not fill the journal."""
    store.journal.append(Event.REFUSED, who=who, sign_in=sign_in, reason=str(reason), page=page)


def record_export(store: Store, who: str, *, what: str, **origin: str) -> None:
    """Every time that data leave as a file: which table or file, and what it was computed from."""
    store.journal.append(Event.EXPORTED, who=who, what=what, **origin)
