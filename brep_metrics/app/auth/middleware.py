"""What comes before Streamlit: who may connect in local mode, what the sign-in's cookie may do.

Streamlit's own cookie lives for 30 days, travels without TLS and still works after sign-out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

# Streamlit offers no public way to read its cookie outside a script; tests/browser/test_identity.py pins this one.
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from brep_metrics.app.auth import identity

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from brep_metrics.store import Store

LOGIN, CALLBACK, LOGOUT = "/auth/login", "/oauth2callback", "/auth/logout"
RETURN_COOKIE = "brep_return"
_RETURN_SECONDS = 600
_FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
# A page of ours and its filters; nothing that a browser could take for another host.
_OWN_ADDRESS = re.compile(r"/[a-z_]*(\?[\w%&=+.:,~-]*)?", re.ASCII)


class LocalOnly:
    """Refuses everything that does not come from this machine, whatever started the server and on which address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request of this machine that also asks for this machine by name."""
        if scope["type"] not in {"http", "websocket"} or identity.provider() is not None or _is_local(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("local only\n", status_code=403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


class SignInMiddleware:
    """Ends sign-ins on sign-out, shortens and secures their cookie, and leads back to the page that was asked for."""

    def __init__(self, app: ASGIApp, store: Callable[[], Store]) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; in local mode there is nothing to do."""
        configured = identity.provider()
        if scope["type"] != "http" or configured is None:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path.endswith(LOGOUT):
            self._end(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _harden(headers, seconds=int(configured.rules.max_age.total_seconds()), secure=configured.secure)
                _return_to(headers, path, scope)
            await send(message)

        await self._app(scope, receive, sending)

    def _end(self, scope: Scope) -> None:
        claims = claims_of(scope)
        if claims is not None:
            identity.end_sign_in(self._store(), claims)


def claims_of(scope: Scope) -> dict[str, object] | None:
    """The claims in a request's cookie, if its signature holds."""
    connection: Request = HTTPConnection(scope)  # type: ignore[assignment]
    signed = _get_cookie_value_from_request(connection, USER_COOKIE_NAME)
    try:
        claims = json.loads(signed) if signed else None
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def _is_local(scope: Scope) -> bool:
    client = scope.get("client")
    headers = Headers(scope=scope)
    name = urlsplit(f"//{headers.get('host', '')}").hostname
    # A proxy on this machine would make everybody look local.
    if _FORWARDED & set(headers.keys()):
        return False
    return client is not None and identity.is_loopback(client[0]) and identity.is_loopback(name)


def _harden(headers: MutableHeaders, *, seconds: int, secure: bool) -> None:
    cookies = headers.getlist("set-cookie")
    if not cookies:
        return
    del headers["set-cookie"]
    for cookie in cookies:
        changed = cookie
        if cookie.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            changed = re.sub(r"(?i)max-age=([1-9]\d*)", f"Max-Age={seconds}", cookie)
        headers.append("set-cookie", f"{changed}; Secure" if secure and "secure" not in changed.lower() else changed)


def _return_to(headers: MutableHeaders, path: str, scope: Scope) -> None:
    """Remember which page a visitor came for, and lead there once they have signed in."""
    if path.endswith(LOGIN):
        came_from = urlsplit(Headers(scope=scope).get("referer", ""))
        wanted = came_from.path + (f"?{came_from.query}" if came_from.query else "")
        if _OWN_ADDRESS.fullmatch(wanted):
            kept = f"{RETURN_COOKIE}={wanted}; Max-Age={_RETURN_SECONDS}; Path=/; HttpOnly; SameSite=lax"
            headers.append("set-cookie", kept)
    elif path.endswith(CALLBACK):
        wanted = HTTPConnection(scope).cookies.get(RETURN_COOKIE, "")
        if _OWN_ADDRESS.fullmatch(wanted) and headers.get("location", "").rstrip("/") == "":
            headers["location"] = wanted
            headers.append("set-cookie", f"{RETURN_COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax")
