"""Sign-ins: which claims are believed, and that an ended sign-in stays ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brep_metrics.access import Account, Refusal, Revocations, Role, SignInRules, admission, sign_in_id

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
RULES = SignInRules("the-dashboard", timedelta(hours=8))
ACCOUNT = Account(email="a@example.org", role=Role.EVALUATOR)
CLAIMS = {
    "iss": "https://provider",
    "sub": "1",
    "nonce": "n",
    "aud": "the-dashboard",
    "iat": NOW.timestamp() - 3600,
    "email": "A@example.org",
    "email_verified": True,
}


def admitted(claims, ended=()):
    return admission(claims, RULES, accounts={"a@example.org": ACCOUNT}, ended=ended, now=NOW)


def test_a_verified_recent_sign_in_for_us_is_let_in():
    """The address is found whatever its capitals; one audience of several may be ours."""
    assert admitted(CLAIMS) is ACCOUNT
    assert admitted(CLAIMS | {"aud": ["other", "the-dashboard"]}) is ACCOUNT


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"aud": "other", "azp": "the-dashboard"}, Refusal.AUDIENCE),
        ({"aud": ["the-dashboard-2"]}, Refusal.AUDIENCE),
        ({"aud": "not-the-dashboard-either"}, Refusal.AUDIENCE),
        ({"aud": None}, Refusal.AUDIENCE),
        ({"email_verified": False}, Refusal.UNVERIFIED),
        ({"email_verified": "true"}, Refusal.UNVERIFIED),
        ({"email_verified": 1}, Refusal.UNVERIFIED),
        ({"email": None}, Refusal.UNVERIFIED),
        ({"iat": NOW.timestamp() - 8 * 3600 - 1}, Refusal.EXPIRED),
        ({"iat": NOW.timestamp() + 3600}, Refusal.EXPIRED),
        ({"iat": float("nan")}, Refusal.EXPIRED),
        ({"iat": "now"}, Refusal.EXPIRED),
        ({"iat": True}, Refusal.EXPIRED),
        ({"email": "b@example.org"}, Refusal.UNKNOWN),
        ({"email": "' or '1'='1"}, Refusal.UNKNOWN),
    ],
)
def test_anything_less_is_refused_with_its_reason(changed, why):
    """Each claim alone keeps the door shut."""
    assert admitted(CLAIMS | changed) is why


def test_an_ended_sign_in_stays_ended_and_ends_no_other(tmp_path):
    """Across processes and restarts; the next sign-in of the same person has another nonce."""
    first = Revocations(tmp_path / "store" / "revoked")
    assert first.revoke(sign_in_id(CLAIMS))
    assert not first.revoke(sign_in_id(CLAIMS))
    again = Revocations(tmp_path / "store" / "revoked")
    assert admitted(CLAIMS, again) is Refusal.REVOKED
    assert admitted(CLAIMS | {"nonce": "another"}, again) is ACCOUNT
