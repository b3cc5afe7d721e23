"""What happens when the server starts: sign-in as the environment describes it, or nobody but this machine."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware

from brep_metrics.app.auth import identity
from brep_metrics.app.auth.middleware import LocalOnly, SignInMiddleware
from brep_metrics.app.auth.requests import AllowListed
from brep_metrics.app.auth.session_storage import free_closed_sessions
from brep_metrics.app.context.stores import current_store
from brep_metrics.app.security_headers import SecurityHeaders
from brep_metrics.errors import BrepError, ExitCode
from brep_metrics.temporary_folders import sweep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# From the outside in.
MIDDLEWARE = (
    Middleware(SecurityHeaders),
    Middleware(LocalOnly),
    Middleware(SignInMiddleware, store=current_store),
    Middleware(AllowListed, store=current_store),
)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Check again before anything is served, whatever has started the server."""
    check()
    # What the imports made stays; to look through it again in the middle of somebody's run takes 0.2 s.
    gc.collect()
    gc.freeze()
    # What servers and commands that were killed left behind.
    await asyncio.to_thread(sweep)
    freeing = asyncio.create_task(free_closed_sessions())
    yield
    freeing.cancel()


def secrets_or_leave() -> dict[str, Any] | None:
    """The secrets for `st.App`; ends the program with a clear message, not a traceback, where it must not start."""
    try:
        check()
        section = identity.settings_from(os.environ)
    except BrepError as error:
        sys.stderr.write(f"{error.text('en')}\n{error.text('zh')}\n")
        sys.exit(ExitCode.STORE)
    return {"auth": section} if section else None


def check() -> None:
    """Raise where visitors could not be told apart.

    Raises:
        UsageError: an open address without sign-in, a sign-in that is half configured, or no list of accounts.
        FaultsError: the list of accounts is not valid.

    """
    if identity.provider() is None:
        identity.refuse_open_address(st.get_option("server.address"))
    else:
        identity.accounts(current_store())
