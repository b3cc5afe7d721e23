"""What every answer tells the browser to refuse: foreign servers, foreign frames, guessed types, referrers abroad."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.datastructures import MutableHeaders

from brep_metrics.app.widgets import browser_history, detail_dialog, print_button

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """Adds the headers to every answer, those of errors and refusals included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def sending(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                MutableHeaders(scope=message).update(headers())
            await send(message)

        await self._app(scope, receive, sending)


@cache
def headers() -> dict[str, str]:
    """The headers; a policy's parts are those that Streamlit's frame and our components need, and no more."""
    policy = {
        "default-src": "'self'",
        # Our components' scripts come with their page and are run from a blob; inline ones are named by their hash.
        "script-src": f"'self' blob: {' '.join(_hash(script) for script in _inline_scripts())}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def _inline_scripts() -> list[str]:
    """The scripts inside Streamlit's frame, and ours: the browser's history, the focus, and printing."""
    frame = Path(streamlit.__file__).with_name("static") / "index.html"
    parts = (frame.read_text("utf-8"), browser_history.PART, detail_dialog.PART, print_button.PART)
    return [script for part in parts for script in _INLINE.findall(part)]


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
