"""The address of downloads: it answers the reader whose page offered the file, and nobody else.

The journal gets its line once the last byte was handed on to a reader who is still there.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from brep_metrics.app.auth import identity
from brep_metrics.app.auth.admission import sender_of
from brep_metrics.app.context.stores import current_store
from brep_metrics.app.downloads.offers import ROUTE, offer_of
from brep_metrics.errors import BrepError, UsageError
from brep_metrics.i18n import LANGUAGES, N_, Message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from brep_metrics.app.downloads.offers import Offer

CHUNK = 64 * 1024
_log = logging.getLogger(__name__)
_GONE = N_("This download is no longer on offer; please open the page again.")
_FAILED = N_("This file cannot be made at the moment; please open the page again.")


class Handed(Response):
    """A file on its way: sent piece by piece, and logged when all of it was taken."""

    def __init__(self, request: Request, offer: Offer, content: bytes) -> None:
        super().__init__(
            content,
            media_type=offer.media_type,
            headers={
                "Content-Disposition": f"attachment; filename*=utf-8''{quote(offer.file_name, safe='')}",
                "Cache-Control": "no-store",
            },
        )
        self._request = request
        self._offer = offer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the interface's
        """Send the file; a reader who leaves meanwhile has not got it, and the journal does not say so."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        content = bytes(self.body)
        for start in range(0, len(content), CHUNK):
            if await self._request.is_disconnected():
                return
            await send({"type": "http.response.body", "body": content[start : start + CHUNK], "more_body": True})
        if await self._request.is_disconnected():
            return
        await run_in_threadpool(self._log)
        await send({"type": "http.response.body", "body": b""})

    def _log(self) -> None:
        try:
            self._offer.log()
        except BrepError:
            _log.exception("an export could not be written into the journal: %s", self._offer.file_name)


async def serve(request: Request) -> Response:
    """The file behind an address."""
    if request.method != "GET":
        return PlainTextResponse(status_code=405)
    sender = await run_in_threadpool(sender_of, request.scope, current_store())
    signed_in = sender.viewer is not None or identity.is_local()
    offer = offer_of(request.path_params["token"], sender.sign_in) if signed_in else None
    if offer is None:
        return _sentence(Message(_GONE), 404)
    try:
        content = await run_in_threadpool(offer.content)
    except UsageError as error:
        return _sentence(error.message, 403)
    except Exception:  # noqa: BLE001 - whatever fails, the reader gets a sentence and the log the rest
        _log.exception("a download failed: %s", offer.file_name)
        return _sentence(Message(_FAILED), 500)
    return Handed(request, offer, content)


def _sentence(message: Message, status: int) -> Response:
    """In both languages: who asks may not be known."""
    text = "\n".join(message.text(language) for language in LANGUAGES)
    return PlainTextResponse(f"{text}\n", status_code=status)


def routes() -> tuple[Route, ...]:
    """What the server answers besides Streamlit's own addresses; the token is the last part."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return (Route(f"{base and '/' + base}{ROUTE}/{{token}}", serve, methods=["GET"]),)
