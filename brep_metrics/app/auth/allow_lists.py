"""What a browser may ask of the server where a sign-in is configured: two tables; what is in neither is refused.

`REQUESTS` holds the addresses, `MESSAGES` the commands of the websocket. Both are matched without the base path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Audience(IntEnum):
    """Who may ask; each includes those after it."""

    ANYBODY = 0
    SIGNED_IN = 1  # with an account, or as an applicant
    UPLOADER = 2  # whose role may load data, verify a snapshot, or attach files


@dataclass(frozen=True)
class Request:
    """Addresses that match `path`, by these methods."""

    methods: frozenset[str]
    path: re.Pattern[str]
    audience: Audience


@dataclass(frozen=True)
class Message:
    """A command of the websocket, with the most bytes that it may have."""

    command: str
    operation: str | None
    audience: Audience
    max_bytes: int


def _request(methods: str, path: str, audience: Audience) -> Request:
    return Request(frozenset(methods.split()), re.compile(path, re.ASCII), audience)


_READ = "GET HEAD"
REQUESTS = (
    # The frame of every page, which holds no data: what a page shows comes by the websocket, past the guard.
    _request(_READ, r"/[A-Za-z_]*/?", Audience.ANYBODY),
    _request(_READ, r"/(favicon\.png|manifest\.json|static/[\w./-]+)", Audience.ANYBODY),
    # What the frame asks before it connects: whether the server lives, and constants.
    _request(_READ, r"/_stcore/(health|host-config|stream)", Audience.ANYBODY),
    # What a load balancer asks: one word, of no data.
    _request(_READ, r"/ready", Audience.ANYBODY),
    _request(_READ, r"/(auth/login|auth/logout|oauth2callback)", Audience.ANYBODY),
    _request(_READ, r"/plotly-[0-9a-f]+\.js", Audience.SIGNED_IN),
    _request(_READ, r"/_stcore/bidi-components/[\w./-]+", Audience.SIGNED_IN),
    _request("GET", r"/download/[\w.-]+", Audience.SIGNED_IN),
    _request("POST", r"/draft/[\w.-]+", Audience.SIGNED_IN),
    _request("PUT DELETE", r"/_stcore/upload_file/[\w-]+/[\w-]+", Audience.UPLOADER),
)

_KB = 1024
MESSAGES = (
    Message("rerun_script", None, Audience.ANYBODY, 64 * _KB),
    Message("stop_script", None, Audience.ANYBODY, _KB),
    Message("app_heartbeat", None, Audience.ANYBODY, _KB),
    Message("rerun_script", None, Audience.SIGNED_IN, 1024 * _KB),
    Message("backend_operation_request", "dataframe_chunk", Audience.SIGNED_IN, 64 * _KB),
    Message("file_urls_request", None, Audience.UPLOADER, 64 * _KB),
)


def audience_of_request(method: str, path: str) -> Audience | None:
    """Who may send this request; None where nobody may."""
    found = (one.audience for one in REQUESTS if method in one.methods and one.path.fullmatch(path))
    return min(found, default=None)


def audience_of_message(command: str | None, operation: str | None, size: int) -> Audience | None:
    """Who may send this command in a message of so many bytes; None where nobody may."""
    fitting = (
        one.audience
        for one in MESSAGES
        if (one.command, one.operation) == (command, operation) and size <= one.max_bytes
    )
    return min(fitting, default=None)
