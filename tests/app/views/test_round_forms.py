"""The forms of page Round: what is typed outlives a reload, and what is handed in can be taken away again."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest
from copies import copy_store

from brep_metrics import rounds as core
from brep_metrics.app.context import stores
from brep_metrics.app.downloads import button
from brep_metrics.app.views.round import objecting
from brep_metrics.app.views.round.unsent_input import TypedForm
from brep_metrics.store import open_store

PDF = b"%PDF-1.7\n%demo"


@pytest.fixture
def offered(app, store_with_rounds, tmp_path, monkeypatch):
    """What the page offered to take away, by the name of the file; on a copy of the store with rounds."""
    monkeypatch.setenv(stores.STORE_VARIABLE, copy_store(store_with_rounds.address, tmp_path / "store"))
    found = {}
    monkeypatch.setattr(button, "offer", lambda given: found.update({given.file_name: given}) or "/taken")
    return found


def opened(app):
    """A new visit of the round on notice, by an evaluator who has a paper of WG05."""
    page = app("round", lang="en")
    return page.selectbox(key="round-behalf").select("WG05").run()


def test_an_objection_half_typed_outlives_a_reload_and_is_handed_in_with_its_files(app, offered, tmp_path, monkeypatch):
    chosen = [SimpleNamespace(name="postmark.pdf", getvalue=lambda: PDF)]
    monkeypatch.setattr(objecting, "choose_files", lambda *_arguments, **_settings: chosen)
    page = opened(app)
    page.selectbox(key="round-target-WG05").select("procedure").run()
    page.text_area(key="round-object-WG05-procedure").input("The notice was shorter").run()
    page = opened(app)
    assert page.selectbox(key="round-target-WG05").value == "procedure"
    assert page.text_area(key="round-object-WG05-procedure").value == "The notice was shorter"
    page.button(key="round-object").click().run()
    assert not page.exception
    (claim,) = core.round_of(open_store(tmp_path / "store"), "2025-1").objections
    assert (claim.group, claim.target, claim.ground, claim.on_behalf) == ("WG05", "procedure", "procedure", True)
    assert offered["postmark.pdf"].content() == PDF
    kept = core.round_of(open_store(tmp_path / "store"), "2025-1").snapshots[core.Stage.NOTICE]
    assert hashlib.sha256(offered["round-2025-1-notice.zip"].content()).hexdigest() == kept.sha256
    assert b"The notice was shorter" not in offered["round-2025-1-announcement.html"].content()
    assert "procedure" not in page.selectbox(key="round-target-WG05").options


@pytest.fixture
def form(tmp_path):
    """Makes the form of a reader of one store."""
    store = open_store(tmp_path / "store")

    def of(who, **handed_in):
        visit = SimpleNamespace(store=store, who=who, language="en")
        return TypedForm(visit, SimpleNamespace(id="2025-1"), "assess", "WG05", handed_in=handed_in)

    return of


def test_what_was_typed_is_shown_to_its_writer_alone(form):
    form("lead").keep({"text": "half a sen", "indicators": []})
    assert form("lead").value("text") == "half a sen"
    assert form("another").value("text") == ""


def test_what_was_typed_comes_before_what_was_handed_in_until_it_is_handed_in_too(form):
    form("lead", text="The first").keep({"text": "The second"})
    assert form("lead", text="The first").value("text") == "The second"
    form("lead", text="The first").handing_in(lambda: None)()
    assert form("lead", text="The second").value("text") == "The second"


def test_nothing_is_kept_of_a_form_that_nobody_touched(form, tmp_path):
    form("lead", text="Handed in", indicators=["trained"]).keep({"text": "Handed in", "indicators": ["trained"]})
    form("lead").keep({"text": "", "indicators": []})
    assert open_store(tmp_path / "store").personal("lead", "round_form").all() == {}
