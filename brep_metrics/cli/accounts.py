"""`brep accounts`: who may sign in, as the store's register has it for every machine."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import pandas as pd
import typer
from pydantic import ValidationError

from brep_metrics.access import Account, Role, add_account, registered_accounts, remove_account
from brep_metrics.access.audit import local_user
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    FormatOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
)
from brep_metrics.cli.output import print_data
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store import open_store

app = typer.Typer(no_args_is_help=True, help="The accounts in the store's register.")

_Email = Annotated[str, typer.Argument(metavar="E-MAIL", help="The verified address, as the provider states it.")]


class _Role(StrEnum):
    """What somebody with an account may be; nobody has one as an applicant."""

    EVALUATOR = Role.EVALUATOR.value
    LEAD = Role.LEAD.value
    MEMBER = Role.MEMBER.value


@app.command("list")
def list_(
    store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None, output: FormatOption = OutputFormat.TABLE
) -> None:
    """List the accounts in the register. An address that the file of accounts names too is what the file says."""
    found = registered_accounts(open_store(store))
    rows = [(email, str(one.role), one.organization or "") for email, one in found.items()]
    print_data(pd.DataFrame(rows, columns=["email", "role", "organization"]), output, as_language(lang))


@app.command()
def add(
    email: _Email,
    role: Annotated[_Role, typer.Option(help="The person's role.")],
    organization: Annotated[
        str | None, typer.Option(metavar="ID", help="The organization, as in the table; an evaluator may have none.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Give an account access; an account of the same address is replaced."""
    try:
        account = Account(email=email, role=Role(role), organization=organization)
    except ValidationError as error:
        text = N_("an account has an e-mail, a role and, for leads and members, an organization")
        raise UsageError(Message(text)) from error
    add_account(open_store(store), account, who=local_user())
    print(Message(N_("{email} may sign in"), {"email": email}).text(as_language(lang)), file=sys.stderr)


@app.command()
def remove(email: _Email, store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None) -> None:
    """Take an account's access away; its owner loses it with the next click."""
    remove_account(open_store(store), email, who=local_user())
    print(Message(N_("{email} may sign in no longer"), {"email": email}).text(as_language(lang)), file=sys.stderr)
