"""What happens when the server starts: refuse an address that others could reach, since nobody signs in yet."""

from __future__ import annotations

import ipaddress
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.errors import ExitCode, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Check the address again before anything is served, whatever has started the server."""
    refuse_open_address(st.get_option("server.address"))
    yield


def leave_open_address() -> None:
    """End the program with a clear message, not a traceback, where the configured address is open to others."""
    try:
        refuse_open_address(st.get_option("server.address"))
    except UsageError as error:
        sys.stderr.write(f"{error.text('en')}\n{error.text('zh')}\n")
        sys.exit(ExitCode.STORE)


def refuse_open_address(address: str | None) -> None:
    """Raise unless `address` can be reached from this machine alone.

    Raises:
        UsageError: the address is open to others, and there is no sign-in to tell them apart.

    """
    if not is_loopback(address):
        raise UsageError(
            Message(
                N_("No sign-in is configured, so the dashboard serves 127.0.0.1 only, not {address}"),
                {"address": address or "0.0.0.0"},  # noqa: S104 - names what Streamlit would bind
            )
        )


def is_loopback(address: str | None) -> bool:
    """Whether only this machine reaches `address`; none at all means every interface."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
