"""Who files on the command line: the person of the address given, or the operator of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics import filing
from brep_metrics.access import applicant_of, comparable
from brep_metrics.access.audit import local_user
from brep_metrics.cli.acting import known_accounts, viewer_for
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store


def acting_in(store: str, email: str | None) -> tuple[Store, filing.Actor]:
    """The store, and who acts in it; the operator, who is an evaluator, if `email` is None.

    Where applicants are admitted, whoever has no account is one.

    Raises:
        UsageError: nobody has an account of that address.

    """
    opened = open_store(store)
    operator = None if email is None else local_user()
    applicant = None if email is None or comparable(email) in known_accounts(opened) else applicant_of(email)
    return opened, filing.acting(opened, applicant or viewer_for(opened, email), operator=operator)
