"""The address to which a form saves what is typed into a draft: it answers its writer alone, with what is wrong.

What is saved is in the register before the answer leaves, so that a server which dies has lost nothing it has answered.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.app.auth import identity
from brep_metrics.app.auth.admission import sender_of
from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.context.stores import current_store
from brep_metrics.app.drafts.addresses import ROUTE, base_path, draft_of
from brep_metrics.app.wording.form_faults import faults_by_column
from brep_metrics.errors import BrepError, StoreError
from brep_metrics.i18n import LANGUAGES, N_, Language, translator
from brep_metrics.store.events import storable

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from brep_metrics.filing import Actor
    from brep_metrics.store import Store

# More than all fields of a form, each as long as may be.
MAX_BYTES = 512 * 1024
_MAX_VERSION = 2**31 - 1
_log = logging.getLogger(__name__)
_CLOSED = N_("This form cannot be saved any more; please open the page again.")
_TOO_LARGE = N_("This is more text than a form may hold.")
_NOT_UNDERSTOOD = N_("What the form sent was not understood; please open the page again.")

Edits = dict[str, tuple[str, int]]


async def save(request: Request) -> Response:
    """Save the fields in the body: `{"language": …, "fields": {name: {"value": …, "seen": version}}}`."""
    store = current_store()
    sender = await run_in_threadpool(sender_of, request.scope, store)
    viewer = Viewer(Role.EVALUATOR) if identity.is_local() else sender.viewer
    draft = draft_of(request.path_params["token"], sender.sign_in) if viewer else None
    body = await _body(request)
    if viewer is None or draft is None or body is None:
        return _refused(_TOO_LARGE if body is None else _CLOSED, "en", 413 if body is None else 404)
    try:
        language, edits = _understood(body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _refused(_NOT_UNDERSTOOD, "en", 400)
    try:
        answer = await run_in_threadpool(_saved, store, filing.acting(store, viewer), draft, edits, language)
    except StoreError:
        _log.exception("a draft could not be saved: %s", draft)
        return _refused(_CLOSED, language, 503)
    except BrepError as error:
        return JSONResponse({"sentence": sentence(error, language)}, 409)
    return JSONResponse(answer)


def _saved(store: Store, actor: Actor, draft: int, edits: Edits, language: Language) -> dict[str, Any]:
    """Save, then check: what keeps the check from being made keeps nothing from being saved."""
    saved = filing.save(store, actor, filing.find(store, actor, draft), edits)
    try:
        faults = filing.faults_of(store, actor, filing.find(store, actor, draft)).faults
    except StoreError:
        _log.exception("a draft could not be checked: %s", draft)
        faults = ()
    return {
        "versions": saved.versions,
        "conflicts": {
            name: {"value": field.value, "version": field.version, "who": field.who}
            for name, field in saved.conflicts.items()
        },
        "faults": faults_by_column(faults, language),
    }


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is too much: a header may claim anything, so it is counted."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _understood(body: bytes) -> tuple[Language, Edits]:
    sent = json.loads(body)
    language: Language = sent["language"] if sent["language"] in LANGUAGES else "en"
    edits = {}
    for name, one in sent["fields"].items():
        if not isinstance(one["value"], str) or type(one["seen"]) is not int:
            raise TypeError(name)
        if not 0 <= one["seen"] <= _MAX_VERSION or storable(name) != name:
            raise ValueError(name)
        edits[name] = (one["value"], one["seen"])
    return language, edits


def _refused(sentence: str, language: Language, status: int) -> Response:
    return JSONResponse({"sentence": translator(language).gettext(sentence)}, status)


def routes() -> tuple[Route, ...]:
    """What the server answers besides Streamlit's own addresses; the token is the last part."""
    return (Route(f"{base_path()}{ROUTE}/{{token}}", save, methods=["POST"]),)
