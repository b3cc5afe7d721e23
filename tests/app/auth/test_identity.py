"""Which provider is believed: one, configured whole."""

from __future__ import annotations

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
