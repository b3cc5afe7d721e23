"""Whether a sign-in may be trusted: its audience, its e-mail address, its age, and whether it was ended.

The identity provider's signature was checked when the claims came in; what is checked here is what that leaves open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from brep_metrics.access.accounts import comparable

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from brep_metrics.access.accounts import Account
    from brep_metrics.store import Store

Claims = Mapping[str, object]

# Clocks of two machines differ a little.
_LEEWAY_SECONDS = 60


class Refusal(StrEnum):
    """Why a person who signed in is not let in."""

    AUDIENCE = "audience"  # issued for another program
    UNVERIFIED = "unverified"  # the provider does not vouch for the e-mail address
    EXPIRED = "expired"  # older than this program accepts, or without a date
    REVOKED = "revoked"  # signed out since
    UNKNOWN = "unknown"  # nobody of the list of accounts


@dataclass(frozen=True)
class SignInRules:
    """For which client a sign-in must have been issued, and how old it may be."""

    client_id: str
    max_age: timedelta


def refusal(claims: Claims, rules: SignInRules, now: datetime) -> Refusal | None:
    """Why these claims of an ID token are not accepted; None where they are.

    Authlib lets a foreign audience pass when `azp` is ours, and does not ask for a verified address.
    """
    audience = claims.get("aud")
    if rules.client_id not in ((audience,) if isinstance(audience, str) else _collection(audience)):
        return Refusal.AUDIENCE
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        return Refusal.UNVERIFIED
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or isinstance(issued, bool):
        return Refusal.EXPIRED
    age = now.timestamp() - issued
    return None if -_LEEWAY_SECONDS <= age <= rules.max_age.total_seconds() else Refusal.EXPIRED


def sign_in_id(claims: Claims) -> str:
    """What tells this sign-in from every other one, without saying whose it is: a hash of iss, sub, nonce and iat.

    They are hashed as a JSON list: merely joined, `a|b` and `c` would be the same as `a` and `b|c`.
    """
    parts = json.dumps([claims.get(name) for name in ("iss", "sub", "nonce", "iat")], default=str)
    return hashlib.sha256(parts.encode()).hexdigest()


def admission(
    claims: Claims,
    rules: SignInRules,
    *,
    accounts: Mapping[str, Account],
    ended: Container[str],
    now: datetime,
) -> Account | Refusal:
    """The account of a person who signed in, or why there is no way in; `ended` are the ids of ended sign-ins."""
    why = refusal(claims, rules, now)
    if why is not None:
        return why
    if sign_in_id(claims) in ended:
        return Refusal.REVOKED
    return accounts.get(comparable(str(claims["email"])), Refusal.UNKNOWN)


class EndedSignIns:
    """The sign-ins that were ended before their time, as the store's register holds them for every process.

    A cookie still works after sign-out, so that this is what ends it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, sign_in: object) -> bool:
        """Whether the sign-in was ended."""
        return self._store.has_ended(str(sign_in))


def _collection(value: object) -> Collection[object]:
    return value if isinstance(value, list | tuple) else ()
