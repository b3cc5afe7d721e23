"""Middleware that refuses what the allow-lists do not name: requests of strangers, and commands of the websocket."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

# Streamlit offers no public type of what a browser sends; tests/app/auth/test_requests.py pins the commands.
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from brep_metrics.app.auth import identity
from brep_metrics.app.auth.admission import audience_of, sender_of
from brep_metrics.app.auth.allow_lists import Audience, audience_of_message, audience_of_request
from brep_metrics.app.auth.upload_limits import receive_upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from brep_metrics.store import Store

_REFUSALS = {401: "sign in first\n", 403: "not open to you\n", 404: "not found\n"}
_TOO_BIG = 1009
_SCRIPT = str(Path(__file__).parents[1] / "main.py").encode()
_MAX_SESSION_BYTES = 100_000  # the first message of a run is far smaller; larger ones need not be searched


class AllowListed:
    """Lets pass what the sender may ask; everything else is refused before Streamlit sees it."""

    def __init__(self, app: ASGIApp, store: Callable[[], Store]) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket; in local mode nobody else is here, so all of it passes."""
        if scope["type"] not in {"http", "websocket"} or identity.provider() is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        elif audience_of_request("GET", _path(scope)) is None:
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._websocket(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        audience = audience_of_request(scope["method"], _path(scope))
        if audience is Audience.ANYBODY:
            await self._app(scope, receive, send)
            return
        if audience is None:
            await _refuse(404, scope, receive, send)
            return
        sender = await run_in_threadpool(sender_of, scope, self._store())
        if audience_of(sender) < audience:
            await _refuse(401 if sender.viewer is None else 403, scope, receive, send)
        elif audience is Audience.UPLOADER:
            await receive_upload(self._app, sender, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def allowed() -> Message:
            """The next message that passes; one too big for everybody ends the connection."""
            while True:
                message = await receive()
                data = message.get("bytes")
                if message["type"] != "websocket.receive" or data is None:
                    return message
                command = _command(data)
                if await self._is_in(scope, audience_of_message(*command, len(data))):
                    return message
                if await self._is_in(scope, audience_of_message(*command, 0)):
                    await send({"type": "websocket.close", "code": _TOO_BIG})
                    return {"type": "websocket.disconnect", "code": _TOO_BIG}

        async def without_paths(message: Message) -> None:
            await send(_without_paths(message))

        await self._app(scope, allowed, without_paths)

    async def _is_in(self, scope: Scope, audience: Audience | None) -> bool:
        if audience in {None, Audience.ANYBODY}:
            return audience is not None
        return audience_of(await run_in_threadpool(sender_of, scope, self._store())) >= audience


def _path(scope: Scope) -> str:
    """The path without the base under which a proxy may serve the dashboard."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path: str = scope["path"]
    return (path.removeprefix(f"/{base}") or "/") if base else path


def _command(data: bytes) -> tuple[str | None, str | None]:
    """The command in a message of the websocket, and for a request to the server's parts which one."""
    parsed = BackMsg()
    try:
        parsed.ParseFromString(data)
    except DecodeError:
        return None, None
    command = parsed.WhichOneof("type")
    operation = None
    if command == "backend_operation_request":
        operation = parsed.backend_operation_request.WhichOneof("payload")
    return command, operation


def _without_paths(message: Message) -> Message:
    """The first message of a run names the script's file and the system of the server, which no browser needs."""
    data = message.get("bytes")
    if not data or len(data) > _MAX_SESSION_BYTES or _SCRIPT not in data:
        return message
    parsed = ForwardMsg.FromString(data)
    if not parsed.HasField("new_session"):
        return message
    parsed.new_session.main_script_path = "main.py"
    parsed.new_session.initialize.environment_info.ClearField("python_version")
    parsed.new_session.initialize.environment_info.ClearField("server_os")
    return {**message, "bytes": parsed.SerializeToString()}


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(_REFUSALS[status], status_code=status)(scope, receive, send)
