"""The group of commands, what they share, and the round that one means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from brep_metrics.access.audit import local_user
from brep_metrics.cli.acting_person import viewer_for
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import Actor, Round, actor_of, round_of, rounds
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from brep_metrics.store import Store

app = typer.Typer(no_args_is_help=True, help="The evaluation of a period as a process: announced, on notice, final.")

RoundOption = Annotated[
    str | None, typer.Option("--round", metavar="ID", help="Which round, such as 2025-1; the latest if empty.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is kept in the journal.")]


def acting(store: Store, email: str | None) -> Actor:
    """Who acts."""
    viewer = viewer_for(store, email)
    return actor_of(store, viewer, network_day(), operator=local_user() if email else None)


def meant(store: Store, id_: str | None) -> Round:
    """The round that is named; without a name the latest one that is open, else the latest.

    Raises:
        UsageError: there is none.

    """
    now = datetime.now(UTC)
    if id_ is not None:
        return round_of(store, id_, now)
    found = rounds(store, now)
    if not found:
        raise UsageError(Message(N_("no round was opened yet; `brep round open` opens one")))
    return ([one for one in found if one.is_open] or list(found))[-1]
