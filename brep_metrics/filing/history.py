"""What was done with a filing, in the order in which it happened, as the journal has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brep_metrics.filing.filings import find
from brep_metrics.filing.states import Act
from brep_metrics.store.filing_projections import (
    FILING_CONFIRMED,
    FILING_RETURNED,
    FILING_SUBMITTED,
    FILING_WITHDRAWN,
    FILINGS_ENTERED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.filing.actors import Actor
    from brep_metrics.store import Store
    from brep_metrics.store.events import Event

_ACTS = {
    FILING_SUBMITTED: Act.SUBMIT,
    FILING_RETURNED: Act.GIVE_BACK,
    FILING_WITHDRAWN: Act.WITHDRAW,
    FILING_CONFIRMED: Act.CONFIRM,
    FILINGS_ENTERED: Act.ENTER,
}


@dataclass(frozen=True)
class Entry:
    """One act. `at` is UTC as ISO text; `text` is the note, the comment or the reason; `values` what was submitted."""

    at: str
    who: str
    act: Act
    text: str | None
    revision: int | None
    values: Mapping[str, str]
    group_id: str | None
    generation: str | None

    @property
    def moment(self) -> str:
        """When, to the second, in UTC."""
        return self.at[:19]


def history(store: Store, actor: Actor, id_: int) -> tuple[Entry, ...]:
    """The history of a filing, oldest first; a draft that was never submitted has none.

    Who acts for NEA is not told to those outside the network.

    Raises:
        UsageError: there is no such filing, or it is not open to `actor`.

    """
    find(store, actor, id_)
    found = (_entry(line) for line in store.filings.lines(id_))
    return tuple(replace(one, who="") if actor.is_applicant and one.who != actor.who else one for one in found)


def _entry(line: Event) -> Entry:
    content, act = line.content, _ACTS[line.event]
    text = {Act.SUBMIT: "note", Act.GIVE_BACK: "comment", Act.ENTER: "reason"}.get(act)
    return Entry(
        line.at,
        line.who or "",
        act,
        content.get(text) if text else None,
        content.get("revision"),
        content.get("values", {}),
        content.get("group_id") if act is Act.CONFIRM else None,
        content.get("generation"),
    )
