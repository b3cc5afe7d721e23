"""Which verified e-mail address has which role, and for which organization.

Accounts are in `accounts.toml`, or in the store's register, where every machine sees them.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from brep_metrics.access.rights import Role
from brep_metrics.errors import Fault, FaultsError, UsageError
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.positions import lines_of
from brep_metrics.store import ACCOUNT_REMOVED, ACCOUNT_SET

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store, Transaction


class Account(BaseModel):
    """One person. Leads and members belong to an organization; an evaluator may, and is recused where it takes part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    role: Role
    organization: str | None = None

    @model_validator(mode="after")
    def _belongs(self) -> Account:
        if self.role is Role.APPLICANT or (self.role is not Role.EVALUATOR and self.organization is None):
            raise ValueError(self.role)
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    account: tuple[Account, ...] = ()


def load_accounts(path: Path) -> dict[str, Account]:
    """The accounts by their address as `comparable` gives it.

    Raises:
        UsageError: there is no such file.
        FaultsError: the file is no TOML, has an unknown key, role or address, or names an address twice, be it in
            other capitals.

    """
    try:
        text = content_of(path).decode("utf-8-sig")
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(path, [Fault(path.name, Message(N_("not TOML: {detail}"), {"detail": error}))]) from error
    try:
        accounts = _File.model_validate(document).account
    except ValidationError as error:
        lines = lines_of(text)
        raise _refused(
            path, [_fault(path, lines, detail["loc"], detail["input"]) for detail in error.errors()]
        ) from None
    if len({_ascii_lower(account.email) for account in accounts}) < len(accounts):
        raise _refused(path, [Fault(path.name, Message(N_("an e-mail address occurs twice here")))])
    return {comparable(account.email): account for account in accounts}


def comparable(email: str) -> str:
    """What two spellings of one address have in common: capitals of ASCII do not count, anything else does.

    A wider rule would make one person another: `casefold` turns ß into ss and ſ into s, `lower` the Kelvin sign into k.
    """
    return email.lower() if email.isascii() else email


def _ascii_lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def registered_accounts(store: Store) -> dict[str, Account]:
    """The accounts in the store's register, by their address as `comparable` gives it."""
    return {
        email: Account(email=email, role=Role(role), organization=organization)
        for email, role, organization in store.accounts()
    }


def add_account(store: Store, account: Account, *, who: str) -> None:
    """Give an account access from now on, on every machine; an account of the same address is replaced.

    Raises:
        StoreError: the store cannot be written.

    """
    details = {"role": str(account.role), "organization": account.organization}
    store.journal.append(ACCOUNT_SET, who=who, email=comparable(account.email), **details)


def remove_account(store: Store, email: str, *, who: str) -> None:
    """Take an account's access away.

    Raises:
        UsageError: the register has no such account.
        StoreError: the store cannot be written.

    """
    known = comparable(email)

    def change(transaction: Transaction) -> None:
        if known not in {address for address, _, _ in transaction.accounts()}:
            raise UsageError(Message(N_("the register has no account of {email}"), {"email": email}))
        transaction.append(ACCOUNT_REMOVED, who=who, email=known)

    store.register.write(change)


def _fault(path: Path, lines: dict[tuple[str | int, ...], int], place: tuple[str | int, ...], given: object) -> Fault:
    known = [place[:length] for length in range(len(place), 0, -1) if place[:length] in lines]
    return Fault(
        file=path.name,
        line=lines[known[0]] if known else None,
        column=".".join(str(part) for part in place),
        value=given if isinstance(given, str) else None,
        problem=Message(N_("this is not an account")),
        expected=Message(N_("an e-mail, a role (evaluator, lead, member) and, for leads and members, an organization")),
    )


def _refused(path: Path, faults: list[Fault]) -> FaultsError:
    return FaultsError(Message(N_("{file} is not a valid list of accounts"), {"file": path.name}), faults)
