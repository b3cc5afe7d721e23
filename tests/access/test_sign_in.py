"""Sign-ins: which claims are believed, and that an ended sign-in stays ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brep_metrics.access import Account, EndedSignIns, Refusal, Role, SignInRules, admission, sign_in_id
from brep_metrics.access.audit import end_sign_in
from brep_metrics.store import open_store

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


@pytest.mark.parametrize(
    "email",
    [
        "bo\u00df@example.org",  # ß, which casefold makes ss
        "bo\u017fs@example.org",  # ſ, which casefold and NFKC make s
        "boss@exampl\u0435.org",  # a Cyrillic е
        "\uff42oss@example.org",  # a full-width b, which NFKC makes b
        "boss@e\u212aample.org",  # the Kelvin sign, which lower() makes k
        "boss @example.org",
        "boss@example.org\n",
        "boss@example.org\u200b",
        "boss@example.org.",
    ],
)
def test_an_address_that_only_looks_alike_is_another_person(email):
    """Nothing but the capitals of ASCII is overlooked."""
    accounts = {"boss@example.org": ACCOUNT, "boss@ekample.org": ACCOUNT}
    found = admission(CLAIMS | {"email": email}, RULES, accounts=accounts, ended=(), now=NOW)
    assert found is Refusal.UNKNOWN


def test_an_audience_that_only_looks_alike_is_another_program():
    """Other capitals, blanks or a piece of our name are not our name."""
    for audience in ("The-Dashboard", "the-dashboard ", ["the-dashboar\u0501"], ["the", "dashboard"]):
        assert admitted(CLAIMS | {"aud": audience}) is Refusal.AUDIENCE


def test_two_sign_ins_never_share_an_id():
    """Whatever characters the parts hold, and whether one is missing or empty."""
    parts = [{"iss": "a|b", "sub": "c"}, {"iss": "a", "sub": "b|c"}, {"iss": "a", "sub": ""}, {"iss": "a", "sub": None}]
    assert len({sign_in_id(CLAIMS | part) for part in parts}) == len(parts)


def test_an_ended_sign_in_stays_ended_and_ends_no_other(tmp_path):
    """Across processes and restarts; the next sign-in of the same person has another nonce, and one line tells it."""
    store = open_store(tmp_path / "store")
    assert admitted(CLAIMS, EndedSignIns(store)) is ACCOUNT
    for _ in range(2):
        end_sign_in(store, "a@example.org", sign_in_id(CLAIMS))
    again = EndedSignIns(open_store(tmp_path / "store"))
    assert admitted(CLAIMS, again) is Refusal.REVOKED
    assert admitted(CLAIMS | {"nonce": "another"}, again) is ACCOUNT
    assert [entry["event"] for entry in store.journal.entries()] == ["signed_out"]


def test_the_codes_of_refusals_stay_what_the_journal_holds():
    """Lines written earlier are read by them."""
    assert [one.value for one in Refusal] == ["audience", "unverified", "expired", "revoked", "unknown"]
