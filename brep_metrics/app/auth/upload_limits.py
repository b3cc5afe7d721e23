"""Files on their way to the server: whose session they are for, and how much one reader may leave here at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from brep_metrics.access import Action, allowed, sign_in_id
from brep_metrics.app.auth.sessions import claims_of_session, files_of, sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from brep_metrics.access import Viewer
    from brep_metrics.app.auth.identity import Visitor

_MB = 1024 * 1024
# A load needs room for a network's tables, verifying a snapshot for that and for another to compare.
MAX_FILE = {True: 200 * _MB, False: 50 * _MB}
MAX_TOGETHER = {True: 400 * _MB, False: 120 * _MB}
MAX_FILES = 100
# What a form adds to the file that it carries.
_FRAME = 64 * 1024

# By reader, the bytes that are on their way: several files may arrive at once.
_arriving: Counter[str] = Counter()


class _TooLargeError(Exception):
    """More bytes came than the reader may send."""


async def receive_upload(app: ASGIApp, sender: Visitor, scope: Scope, receive: Receive, send: Send) -> None:
    """Let `app` put a file into the sender's own session, or take it back, within the limits.

    What arrives is counted: a header may claim anything.
    """
    session_id = scope["path"].rstrip("/").split("/")[-2]
    if not _is_own(session_id, sender):
        await PlainTextResponse("not your session\n", status_code=403)(scope, receive, send)
        return
    reader = _reader(sender.claims or {})
    most, most_together = max_file(sender.viewer), MAX_TOGETHER[_loads(sender.viewer)]
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        size = len(message.get("body", b""))
        came += size
        _arriving[reader] += size
        files, held = _held_by(reader)
        # Looked up each time: other files of the reader arrive meanwhile.
        together = held + _arriving[reader]
        if size and (files >= MAX_FILES or came > most + _FRAME or together > most_together):
            raise _TooLargeError
        return message

    try:
        await app(scope, counted, send)
    except _TooLargeError:
        await PlainTextResponse("too large, or too many files at once\n", status_code=413)(scope, receive, send)
    finally:
        _arriving[reader] -= came
        if not _arriving[reader]:
            del _arriving[reader]


def max_file(viewer: Viewer | None) -> int:
    """The bytes of the largest file that this reader may send."""
    return MAX_FILE[_loads(viewer)]


def _loads(viewer: Viewer | None) -> bool:
    return viewer is not None and allowed(viewer.role, Action.LOAD_DATA)


def _reader(claims: Mapping[str, object]) -> str:
    """Who a sign-in is for, whatever window or sign-in it is."""
    return repr((claims.get("iss"), claims.get("sub")))


def _is_own(session_id: str, sender: Visitor) -> bool:
    claims = sender.claims
    return claims is not None and any(
        session.id == session_id and sign_in_id(claims_of_session(session)) == sign_in_id(claims)
        for session in sessions()
    )


def _held_by(reader: str) -> tuple[int, int]:
    """How many files of this reader are kept, in all windows, and their bytes."""
    own = (session for session in sessions() if _reader(claims_of_session(session)) == reader)
    sizes = [size for session in own for size in files_of(session)]
    return len(sizes), sum(sizes)
