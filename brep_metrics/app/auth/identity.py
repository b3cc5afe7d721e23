"""Who is visiting: the sign-in as Streamlit hands it over, checked, and the account behind it.

Without a provider there is one local evaluator, and only on an address that nobody else reaches.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import (
    Account,
    EndedSignIns,
    Refusal,
    Role,
    SignInRules,
    Viewer,
    admission,
    applicant_of,
    audit,
    load_accounts,
    registered_accounts,
    sign_in_id,
)
from brep_metrics.access.audit import local_user, record_export, record_refusal, record_sign_in
from brep_metrics.app.auth.scopes import viewer_of
from brep_metrics.errors import BrepError, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from brep_metrics.access.sign_in import Claims
    from brep_metrics.store import Store

ACCOUNTS_VARIABLE, DEFAULT_ACCOUNTS = "BREP_ACCOUNTS", "data/accounts.toml"
HOURS_VARIABLE, DEFAULT_HOURS = "BREP_SIGN_IN_HOURS", 8.0
MAX_HOURS = 24 * 7
# What Streamlit's sign-in needs, by the variable that holds it.
PROVIDER_VARIABLES = {
    "BREP_OIDC_METADATA_URL": "server_metadata_url",
    "BREP_OIDC_CLIENT_ID": "client_id",
    "BREP_OIDC_CLIENT_SECRET": "client_secret",
    "BREP_COOKIE_SECRET": "cookie_secret",
    "BREP_ADDRESS": "redirect_uri",
}
MIN_SECRET = 32
_RECORDED = "identity.recorded"


@dataclass(frozen=True)
class Provider:
    """The identity provider as configured; `secure` where visitors come through TLS."""

    rules: SignInRules
    secure: bool


@dataclass(frozen=True)
class Visitor:
    """Who sent a request: let in as `viewer`, or kept out for a reason; with neither, not signed in yet."""

    viewer: Viewer | None = None
    refusal: Refusal | None = None
    email: str = ""
    sign_in: str = ""
    claims: Claims | None = None

    @property
    def who(self) -> str:
        """The name that the journal keeps: the e-mail address, or the machine's user in local mode."""
        return self.email or local_user()


def settings_from(environment: Mapping[str, str]) -> dict[str, str] | None:
    """The `[auth]` section that the environment describes; None where it describes none.

    Raises:
        UsageError: only some of the variables are set, or the cookie's secret is short.

    """
    given = {name: environment[name] for name in PROVIDER_VARIABLES if environment.get(name)}
    if not given:
        return None
    if missing := PROVIDER_VARIABLES.keys() - given.keys():
        text = N_("sign-in is only half configured; these variables are missing: {names}")
        raise UsageError(Message(text, {"names": ", ".join(sorted(missing))}))
    section = {PROVIDER_VARIABLES[name]: value for name, value in given.items()}
    if len(section["cookie_secret"]) < MIN_SECRET:
        text = N_("BREP_COOKIE_SECRET must have at least {count} characters")
        raise UsageError(Message(text, {"count": MIN_SECRET}))
    return section | {"redirect_uri": section["redirect_uri"].rstrip("/") + "/oauth2callback"}


@cache
def provider() -> Provider | None:
    """The identity provider, None in local mode.

    It is settled once a process: a file of secrets that is lost later must not turn visitors into evaluators.

    Raises:
        UsageError: sign-in is configured in part, or in a file that cannot be read, so that local mode would be open
            to all; or more than one provider could vouch for an address.

    """
    section = settings_from(os.environ) or _section_of_files()
    if section is None:
        return None
    if not section.get("client_id"):
        raise UsageError(Message(N_("the secrets name no client_id directly under [auth]")))
    if any(isinstance(part, Mapping) and "client_id" in part for part in section.values()):
        raise UsageError(Message(N_("the secrets name more than one provider under [auth]; keep one")))
    rules = SignInRules(str(section["client_id"]), timedelta(hours=_hours()))
    return Provider(rules, secure=str(section.get("redirect_uri", "")).startswith("https://"))


def is_local() -> bool:
    """Whether there is no provider, so that only this machine is served."""
    try:
        return provider() is None
    except UsageError:
        return False


def _section_of_files() -> Mapping[str, object] | None:
    files = [Path(file) for file in st.get_option("secrets.files")]
    if not any(file.exists() for file in files):
        return None
    try:
        section: Mapping[str, object] | None = st.secrets.get("auth")
    except FileNotFoundError as error:  # Streamlit's error for a file with a fault, too
        raise UsageError(Message(N_("the secrets cannot be read: {reason}"), {"reason": error})) from error
    return section


def _hours() -> float:
    text = os.environ.get(HOURS_VARIABLE, "")
    # `float` alone would take the digits of every script, and `1_2`.
    hours = float(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else 0.0 if text else DEFAULT_HOURS
    if not 0 < hours <= MAX_HOURS:
        values = {"name": HOURS_VARIABLE, "most": MAX_HOURS, "text": text}
        raise UsageError(Message(N_("{name} must be a number of hours up to {most}, not “{text}”"), values))
    return hours


def visitor(store: Store) -> Visitor:
    """The person this run of a page is for; writes a first sign-in into the journal.

    Raises:
        UsageError: no provider is configured, and the server's address is open to others.
        FaultsError: the list of accounts cannot be used, so that nobody is let in.

    """
    configured = provider()
    if configured is None:
        refuse_open_address(st.get_option("server.address"))
        return Visitor(Viewer(Role.EVALUATOR))
    claims = st.user.to_dict()
    if not claims.get("is_logged_in"):
        return Visitor()
    found = checked(store, configured, claims)
    # The journal is asked once a session, not in every run.
    if found.viewer and st.session_state.get(_RECORDED) != found.sign_in:
        record_sign_in(store, found.email, found.sign_in)
        st.session_state[_RECORDED] = found.sign_in
    return found


def checked(store: Store, configured: Provider, claims: Claims) -> Visitor:
    """What a sign-in is worth now, looked up anew: it may have been ended, or the account may be gone."""
    email, sign_in = str(claims.get("email") or claims.get("sub") or "?"), sign_in_id(claims)
    found = admission(
        claims, configured.rules, accounts=accounts(store), ended=EndedSignIns(store), now=datetime.now(UTC)
    )
    applicant = applicant_of(email) if found is Refusal.UNKNOWN else None
    if applicant is not None:
        return Visitor(applicant, email=applicant.email or email, sign_in=sign_in, claims=claims)
    if isinstance(found, Refusal):
        return Visitor(refusal=found, email=email, sign_in=sign_in, claims=claims)
    return Visitor(viewer_of(store, found), email=found.email, sign_in=sign_in, claims=claims)


def is_still_admitted(store: Store, before: Visitor) -> bool:
    """Whether a reader who was let in would be let in the same way now; for what runs outside a page's run."""
    configured = provider()
    if configured is None or before.claims is None:
        return configured is None and before.viewer is not None
    try:
        return checked(store, configured, before.claims).viewer == before.viewer
    except BrepError:
        return False


def end_sign_in(store: Store, claims: Claims) -> None:
    """End a sign-in: its cookie, wherever a copy of it is, opens nothing any more."""
    audit.end_sign_in(store, str(claims.get("email") or "?"), sign_in_id(claims))


def log_refusal(store: Store, found: Visitor, *, page: str, reason: str) -> None:
    """Record that a person who signed in was not let in, or not to this page."""
    record_refusal(store, found.email, found.sign_in, reason=reason, page=page)


def log_export(store: Store, found: Visitor, *, what: str, **origin: str) -> None:
    """Write down that data leave as a file."""
    record_export(store, found.who, what=what, **origin)


def accounts(store: Store) -> Mapping[str, Account]:
    """The accounts of now: those of the file, and those of the store's register that the file does not name.

    Raises:
        UsageError: there are none, or the file that the environment names is missing.
        FaultsError: the file is not valid.

    """
    given = os.environ.get(ACCOUNTS_VARIABLE)
    path = Path(given or DEFAULT_ACCOUNTS)
    try:
        state = path.stat()
    except OSError:
        registered = registered_accounts(store)
        return registered if registered and not given else load_accounts(path)
    return {**registered_accounts(store), **_accounts(path, state.st_mtime_ns, state.st_size)}


@st.cache_resource(max_entries=4, show_spinner=False)
def _accounts(path: Path, changed: int, size: int) -> Mapping[str, Account]:  # noqa: ARG001 - a changed file is another key
    return load_accounts(path)


def refuse_open_address(address: str | None) -> None:
    """Raise unless `address` can be reached from this machine alone.

    Raises:
        UsageError: the address is open to others, and there is no sign-in to tell them apart.

    """
    if not is_loopback(address):
        raise UsageError(
            Message(
                N_("No sign-in is configured, so the dashboard serves 127.0.0.1 only, not {address}"),
                {"address": address or "0.0.0.0"},  # noqa: S104 - names what Streamlit would bind
            )
        )


def is_loopback(address: str | None) -> bool:
    """Whether only this machine reaches `address`; none at all means every interface."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
