"""Which provider is believed: one, configured whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brep_metrics.app.auth import identity
from brep_metrics.errors import UsageError

SECTION = {"client_id": "the-dashboard", "redirect_uri": "https://brep.example.org/oauth2callback"}


@pytest.fixture
def configured(monkeypatch):
    """Settles the provider from the `[auth]` section of a file of secrets."""
    for name in identity.PROVIDER_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def settle(section):
        identity.provider.cache_clear()
        monkeypatch.setattr(identity, "_section_of_files", lambda: section)
        return identity.provider()

    yield settle
    identity.provider.cache_clear()


def test_a_second_provider_in_the_secrets_is_refused(configured):
    """Any of several could vouch for any address; a mapping that is no provider is a setting of the one."""
    assert configured(SECTION | {"client_kwargs": {"scope": "openid email"}}).rules.client_id == "the-dashboard"
    with pytest.raises(UsageError, match="more than one provider"):
        configured(SECTION | {"other": {"client_id": "the-dashboard"}})


@pytest.mark.parametrize(("given", "hours"), [("", 8), ("0.5", 0.5), ("168", 168)])
def test_a_sign_in_lasts_eight_hours_or_as_long_as_the_operator_says(configured, monkeypatch, given, hours):
    """A week at most."""
    monkeypatch.setenv("BREP_SIGN_IN_HOURS", given)
    assert configured(SECTION).rules.max_age == timedelta(hours=hours)


@pytest.mark.parametrize("given", ["168.1", "0", "-1", "1_2", "eight"])
def test_a_duration_that_is_none_is_refused(configured, monkeypatch, given):
    """Nobody is let in by a setting that was misread."""
    monkeypatch.setenv("BREP_SIGN_IN_HOURS", given)
    with pytest.raises(UsageError, match="hours up to 168"):
        configured(SECTION)


def test_the_cookies_secret_has_32_characters_or_more():
    """One fewer is refused, before anybody signs in."""
    given = dict.fromkeys(identity.PROVIDER_VARIABLES, "https://brep.example.org/")
    section = identity.settings_from(given | {"BREP_COOKIE_SECRET": "x" * 32})
    assert section["redirect_uri"] == "https://brep.example.org/oauth2callback"
    with pytest.raises(UsageError, match="at least 32"):
        identity.settings_from(given | {"BREP_COOKIE_SECRET": "x" * 31})
