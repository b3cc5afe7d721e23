"""An offer is worth what its reader may see when it is asked for, not when it was made."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from brep_metrics.access import Role, Viewer
from brep_metrics.app.auth import identity
from brep_metrics.app.downloads import offers
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.errors import UsageError

LEAD = Viewer(Role.LEAD, "lead@example.org", "ORG001")


@pytest.fixture
def offer():
    """A file that a page has offered a lead of two groups."""
    visitor = SimpleNamespace(viewer=LEAD)
    visit = SimpleNamespace(visitor=visitor, store=None, access_scope="two groups")
    return Offer(visit, "network", "network.csv", "text/csv", lambda: b"rows")


@pytest.mark.parametrize(("scope", "given"), [("two groups", True), ("one group", False), ("three groups", False)])
def test_a_reader_whose_groups_have_changed_gets_nothing(offer, monkeypatch, scope, given):
    """Fewer groups or more, by a load since: the page has to be opened again."""
    monkeypatch.setattr(identity, "is_still_admitted", lambda _store, _visitor: True)
    monkeypatch.setattr(offers, "current_scope", lambda _store, viewer: scope if viewer is LEAD else None)
    if given:
        assert offer.content() == b"rows"
        return
    with pytest.raises(UsageError, match="What you may see has changed"):
        offer.content()


def test_a_reader_whose_sign_in_has_ended_gets_nothing(offer, monkeypatch):
    """Before anything is computed."""
    monkeypatch.setattr(identity, "is_still_admitted", lambda _store, _visitor: False)
    with pytest.raises(UsageError, match="sign-in has ended"):
        offer.content()
