"""The signed addresses under which drafts are saved: each for one draft and one sign-in, until a moment.

They need no session: a form goes on saving after the server was started anew, or on another replica.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import streamlit as st
from itsdangerous import BadSignature, URLSafeSerializer
from streamlit.web.server.server_util import get_cookie_secret

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit

ROUTE = "/draft"
MAX_SECONDS = 12 * 3600


def draft_address(visit: Visit, draft: int) -> str:
    """Where the reader of this visit saves a draft; the same for hours, else every run would send the form anew."""
    until = (int(time.time()) // MAX_SECONDS + 2) * MAX_SECONDS
    signed = _signer().dumps([draft, visit.visitor.sign_in, until])
    return f"{base_path()}{ROUTE}/{signed}"


def draft_of(token: str, sign_in: str) -> int | None:
    """The draft that an address is for, for this sign-in; None for any other, and after its time."""
    try:
        draft, owner, until = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    if not secrets.compare_digest(str(owner), sign_in) or until < time.time():
        return None
    return int(draft)


def base_path() -> str:
    """The path under which a proxy may serve the dashboard; empty where it has none."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return base and f"/{base}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_cookie_secret(), salt="brep-draft")
