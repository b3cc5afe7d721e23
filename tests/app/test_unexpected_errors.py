"""What a page says when the program fails: a sentence and a number, never a path, a value or a traceback."""

from __future__ import annotations

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from brep_metrics.app.auth import identity

PATH = "/srv/secret/g000001.duckdb"


def page(kind: str) -> None:
    from brep_metrics.app import unexpected_errors  # noqa: PLC0415 - the function is run as a script of its own
    from brep_metrics.errors import StoreDamaged, UsageError  # noqa: PLC0415
    from brep_metrics.i18n import Message  # noqa: PLC0415

    errors = {
        "bug": KeyError("/srv/secret/g000001.duckdb"),
        "store": StoreDamaged(Message("/srv/secret/g000001.duckdb is damaged")),
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
