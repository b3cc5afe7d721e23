"""What a page says when the program fails: a sentence and a number, never a path, a value or a traceback."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from brep_metrics import app
from brep_metrics.app.auth import identity

PATH = "/srv/secret/g000001.duckdb"


def page(kind: str) -> None:
    from brep_metrics.app import unexpected_errors  # noqa: PLC0415 - the function is run as a script of its own
    from brep_metrics.errors import StoreBusy, StoreDamaged, UsageError  # noqa: PLC0415
    from brep_metrics.i18n import Message  # noqa: PLC0415

    errors = {
        "bug": KeyError("/srv/secret/g000001.duckdb"),
        "store": StoreDamaged(Message("/srv/secret/g000001.duckdb is damaged")),
        "busy": StoreBusy(Message("/srv/secret is being written")),
        "usage": UsageError(Message("no such group")),
    }
    unexpected_errors.show(errors[kind])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["bug", "store"])
def test_the_page_gives_a_number_under_which_the_log_says_more(monkeypatch, caplog, kind, language):
    """In either language; the operator finds the path and the traceback by the number."""
    monkeypatch.setattr(identity, "is_local", lambda: False)
    shown = AppTest.from_function(page, args=(kind,))
    shown.query_params["lang"] = language
    with caplog.at_level(logging.ERROR):
        shown.run()
    (text,) = [one.value for one in shown.error]
    assert "secret" not in text
    assert bool(re.search(r"[一-鿿]", text)) is (language == "zh")
    number = re.search(r"[0-9a-f]{8}", text)[0]
    assert number in caplog.text
    assert PATH in caplog.text


def test_an_error_that_is_meant_for_people_speaks_for_itself(monkeypatch):
    """And in local mode, where the reader is the operator, so does one of the store."""
    assert [one.value for one in AppTest.from_function(page, args=("usage",)).run().error] == ["no such group"]
    monkeypatch.setattr(identity, "is_local", lambda: True)
    (text,) = [one.value for one in AppTest.from_function(page, args=("store",)).run().error]
    assert PATH in text


def test_who_else_is_writing_is_no_incident(monkeypatch):
    """Nothing is in the log for the operator to look up: a visitor who comes a minute later gets through."""
    monkeypatch.setattr(identity, "is_local", lambda: False)
    (text,) = [one.value for one in AppTest.from_function(page, args=("busy",)).run().error]
    assert text == "Somebody else is writing at the moment. Please try again in a minute."


# The rule itself; the screen that keeps it by itself; what the server prints before it starts.
MAY_TELL = {"auth/error_sentences.py", "auth/access_screens.py", "server.py"}


def test_no_page_shows_the_text_of_an_error_as_it_is():
    """One of the store may hold the name of a server; `sentence` tells which may be shown."""
    root = Path(app.__file__).parent
    texts = re.compile(r"error\.text\(|in_words\(error")
    shown = {str(file.relative_to(root)) for file in root.rglob("*.py") if texts.search(file.read_text("utf-8"))}
    assert shown == MAY_TELL
