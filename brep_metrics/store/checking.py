"""Whether a store can do its work: the register, the files, what may be written, and the clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from brep_metrics.errors import BrepError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.clock import MAX_DIFFERENCE, network_zone
from brep_metrics.store.tables import REVISION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brep_metrics.store.store import Store


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and what was found."""

    subject: Message
    finding: Message
    in_order: bool


def checks(store: Store) -> Iterator[Check]:
    """Each thing in its turn; what depends on one that is not in order is left out."""
    register = _checked(N_("Register"), lambda: _register(store))
    yield register
    if not register.in_order or not store.register.exists():
        return
    yield _checked(N_("Writing to the register"), lambda: _written(store))
    yield _checked(N_("Files"), lambda: _files(store))
    yield _checked(N_("Generations"), lambda: _generations(store))
    yield _clock(store)


def _checked(subject: str, look: Callable[[], Message]) -> Check:
    try:
        return Check(Message(subject), look(), in_order=True)
    except BrepError as error:
        return Check(Message(subject), error.message, in_order=False)


def _register(store: Store) -> Message:
    if not store.register.exists():
        return Message(N_("none yet; whatever is first written makes one"))
    return Message(N_("readable, version {version}"), {"version": REVISION})


def _written(store: Store) -> Message:
    store.register.write(lambda _: None)
    return Message(N_("possible"))


def _files(store: Store) -> Message:
    name = f"check-{uuid4()}"
    store.files.put("attachments", name, b"")
    store.files.remove("attachments", [name])
    return Message(N_("{address} can be read and written"), {"address": store.files.address})


def _generations(store: Store) -> Message:
    every = [one for one in store.generations(children=True) if not one.pruned]
    sizes = {one.name: one.size for one in store.files.listed("generations")}
    if missing := [one.id for one in every if sizes.get(one.file_name) != one.size]:
        return _raise(Message(N_("the files of {generations} are missing or cut"), {"generations": ", ".join(missing)}))
    size = sum(one.size for one in every) / 1e6
    return Message(N_("{count}, together {megabytes} MB"), {"count": len(every), "megabytes": f"{size:.1f}"})


def _clock(store: Store) -> Check:
    subject = Message(N_("Clock"))
    try:
        zone = network_zone()
    except BrepError as error:
        return Check(subject, error.message, in_order=False)
    now = datetime.now(UTC)
    shown = store.register.clock()
    # A file has no clock of its own; what is in it was not written later than now.
    apart = abs(shown - now) if shown else max(timedelta(0), (store.journal.last_moment() or now) - now)
    seconds = round(apart.total_seconds())
    said = {"now": now.astimezone(zone).isoformat(timespec="seconds"), "zone": str(zone), "seconds": seconds}
    finding = Message(N_("{now} ({zone}), {seconds} seconds from the store's own"), said)
    return Check(subject, finding, in_order=apart <= MAX_DIFFERENCE)


def _raise(message: Message) -> Message:
    raise BrepError(message)
