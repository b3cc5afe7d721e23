"""`/ready`: not before the store was reached, and from then on."""

from __future__ import annotations

import pytest

from brep_metrics.app import readiness
from brep_metrics.errors import StoreError
from brep_metrics.i18n import Message
from brep_metrics.store import open_store


@pytest.fixture
def store(tmp_path, monkeypatch):
    made = open_store(tmp_path / "store")
    monkeypatch.setattr(readiness, "current_store", lambda: made)
    monkeypatch.setattr(readiness, "_reached", set())
    return made


def test_ready_once_the_store_was_reached(store, monkeypatch):
    """A database that is away at the start keeps visitors away; one that goes away later does not end their visits."""
    (route,) = readiness.routes()
    assert (route.path, route.methods, route.endpoint) == ("/ready", {"GET", "HEAD"}, readiness.answer)

    def away():
        raise StoreError(Message("away"))

    with monkeypatch.context() as patched:
        patched.setattr(store, "current", away)
        assert readiness.answer(None).status_code == 503
    answered = readiness.answer(None)
    assert (answered.status_code, answered.body) == (200, b"ready\n")
    monkeypatch.setattr(store, "current", away)
    assert readiness.answer(None).status_code == 200
