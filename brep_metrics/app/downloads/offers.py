"""What the pages of a session offer for download, and the signed addresses under which it can be asked for.

An offer is kept in the session that made it and goes with it. Its address is signed: for one offer, one sign-in, and
until a moment; it says nothing by itself.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import streamlit as st
from itsdangerous import BadSignature, URLSafeSerializer
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret

from brep_metrics.app.auth import identity
from brep_metrics.app.auth.scopes import current_scope
from brep_metrics.app.auth.sessions import sessions
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.runtime.app_session import AppSession

    from brep_metrics.app.context.visit import Visit

ROUTE = "/download"
MAX_OFFERS = 300
MAX_SECONDS = 12 * 3600
_OFFERS = "downloads.offers"


@dataclass(frozen=True)
class Offer:
    """A file for the reader of `visit`. `produce` computes its bytes; it runs outside the session.

    `origin` is what the journal says of it; None for what holds no data, such as a blank template.
    """

    visit: Visit
    name: str
    file_name: str
    media_type: str
    produce: Callable[[], bytes]
    origin: Mapping[str, str] | None = None
    until: float = field(default_factory=lambda: time.time() + MAX_SECONDS)

    def content(self) -> bytes:
        """The bytes, computed now.

        Raises:
            UsageError: the reader would not be let in the same way any more, or sees other groups since.
            BrepError: the file cannot be made.

        """
        if not identity.is_still_admitted(self.visit.store, self.visit.visitor):
            raise UsageError(Message(N_("This sign-in has ended")))
        if not _has_same_access(self.visit):
            raise UsageError(Message(N_("What you may see has changed; please open the page again")))
        return self.produce()

    def log(self) -> None:
        """Write into the journal that the file has left."""
        if self.origin is not None:
            identity.log_export(self.visit.store, self.visit.visitor, what=self.name, **self.origin)


def offer(given: Offer) -> str:
    """Keep an offer in this session; gives the address that stays the same while the page offers the same file."""
    held: dict[str, Offer] = st.session_state.setdefault(_OFFERS, {})
    code = hashlib.sha256(f"{given.name}|{given.file_name}".encode()).hexdigest()[:16]
    before = held.pop(code, None)
    held[code] = given if before is None else _until(given, before.until)
    while len(held) > MAX_OFFERS:
        del held[next(iter(held))]
    context = get_script_run_ctx()
    session = _mark(context.session_id if context else "")
    signed = _signer().dumps([session, code, given.visit.visitor.sign_in, int(held[code].until)])
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{base and '/' + base}{ROUTE}/{signed}"


def offer_of(token: str, sign_in: str) -> Offer | None:
    """What an address offers to the person of this sign-in; None to anybody else, and once its time is over."""
    try:
        mark, code, owner, until = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    if not secrets.compare_digest(str(owner), sign_in) or until < time.time():
        return None
    for session in sessions():
        if _mark(session.id) == mark:
            return _held_in(session).get(code)
    return None


def _held_in(session: AppSession) -> dict[str, Offer]:
    try:
        held: dict[str, Offer] = session.session_state[_OFFERS]
    except KeyError:  # the page has offered nothing yet
        return {}
    return held


def _has_same_access(visit: Visit) -> bool:
    """Whether the reader's groups are, by the latest data, still those that the visit was cut down to."""
    viewer = visit.visitor.viewer
    return viewer is not None and current_scope(visit.store, viewer) == visit.access_scope


def _until(given: Offer, until: float) -> Offer:
    """The same offer with the end of the one before, unless that is near: else its address would change every run."""
    if until < time.time() + MAX_SECONDS / 2:
        return given
    return replace(given, until=until)


def _mark(session_id: str) -> str:
    """Finds a session; its id itself would let anyone who reads the address into the session."""
    return hashlib.sha256(session_id.encode()).hexdigest()[:24]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(get_cookie_secret(), salt="brep-download")
