"""`/ready`: whether this server can take visitors, which a load balancer asks every second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from brep_metrics.app.context.stores import current_store
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from starlette.requests import Request

ROUTE = "/ready"
# The addresses of stores that this process has reached.
_reached: set[str] = set()


def routes() -> tuple[Route, ...]:
    """What the server answers besides Streamlit's own addresses."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return (Route(f"{base and '/' + base}{ROUTE}", answer, methods=["GET", "HEAD"]),)


def answer(_request: Request) -> PlainTextResponse:
    """503 until the store has been reached once; a store that goes away later is no reason to send visitors elsewhere.

    All servers share it, so the others could not serve them either, and the pages say in words what is wrong.
    """
    try:
        store = current_store()
        if store.address not in _reached:
            store.current()
            _reached.add(store.address)
    except BrepError:
        return PlainTextResponse("the store cannot be reached\n", status_code=503)
    return PlainTextResponse("ready\n")
