"""Whom a command acts for: the operator of the machine, or the person whose address `--as` gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from brep_metrics import filing
from brep_metrics.access import Account, Role, Viewer, applicant_of, comparable, load_accounts, registered_accounts
from brep_metrics.access.audit import local_user
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

ACCOUNTS_VARIABLE, DEFAULT_ACCOUNTS = "BREP_ACCOUNTS", "data/accounts.toml"


def known_accounts(store: Store) -> dict[str, Account]:
    """The accounts of the file, if there is one, and of the register; for one address the file counts."""
    path = Path(os.environ.get(ACCOUNTS_VARIABLE, DEFAULT_ACCOUNTS))
    listed = load_accounts(path) if path.is_file() else {}
    return registered_accounts(store) | listed


def viewer_for(store: Store, email: str | None) -> Viewer:
    """The person of that address; the operator, who is an evaluator, if None.

    Raises:
        UsageError: nobody has an account of that address.

    """
    if email is None:
        return Viewer(Role.EVALUATOR)
    account = known_accounts(store).get(comparable(email))
    if account is None:
        raise UsageError(Message(N_("nobody has an account of {email}"), {"email": email}))
    return Viewer(account.role, comparable(account.email), account.organization)


def filing_actor(store: str, email: str | None) -> tuple[Store, filing.Actor]:
    """The store, and who files in it; the operator, who is an evaluator, if `email` is None.

    Where applicants are admitted, anyone without an account is one.

    Raises:
        UsageError: nobody has an account of that address.

    """
    opened = open_store(store)
    operator = None if email is None else local_user()
    applicant = None if email is None or comparable(email) in known_accounts(opened) else applicant_of(email)
    return opened, filing.acting(opened, applicant or viewer_for(opened, email), operator=operator)
