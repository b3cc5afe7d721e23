"""Applicants: who may apply at all."""

from __future__ import annotations

import pytest

from brep_metrics.access import Role, applicant_of


@pytest.mark.parametrize("value", [None, "", "off", "1", "ON"])
def test_nobody_applies_until_the_operator_says_on(monkeypatch, value):
    """By exactly this word."""
    monkeypatch.delenv("BREP_APPLICANTS", raising=False)
    if value is not None:
        monkeypatch.setenv("BREP_APPLICANTS", value)
    assert applicant_of("new@example.org") is None


def test_an_address_that_nobody_has_is_an_applicants(monkeypatch):
    """In small letters, as the journal writes it; what is too long or no address is nobody's."""
    monkeypatch.setenv("BREP_APPLICANTS", "on")
    found = applicant_of("New@Example.org")
    assert found is not None
    assert (found.role, found.email, found.organization_id) == (Role.APPLICANT, "new@example.org", None)
    assert applicant_of(f"{'a' * 243}@example.org") is None
    assert applicant_of("no address") is None
