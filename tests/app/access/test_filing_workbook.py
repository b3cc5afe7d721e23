"""A group's workbook on the page File: read by another process, and submitted."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from brep_metrics import filing, isolated
from brep_metrics.access import Role
from brep_metrics.app.views.file import workbook as page_of_workbook
from brep_metrics.isolated import Limits
from brep_metrics.schema import load_schema

from .conftest import button, texts


@pytest.fixture
def sent(monkeypatch):
    """Hands the page a file, as its box would."""

    def run(content: bytes, file_id: str) -> None:
        chosen = SimpleNamespace(name="group.xlsx", file_id=file_id, size=len(content), getbuffer=lambda: content)
        monkeypatch.setattr(page_of_workbook, "choose_file", lambda *_arguments, **_settings: chosen)

    return run


def test_a_workbook_comes_back_by_way_of_another_process(signed_in, own, actors, report, sent, monkeypatch):
    """It is read once for as long as it and the data are the same, and once more before anything is submitted."""
    code, group = report
    lead, read = actors[Role.LEAD], []

    def isolated_result(task, *arguments):
        read.append(task)
        return isolated.result_of(task, *arguments)

    monkeypatch.setattr(page_of_workbook, "isolated_result", isolated_result)
    monkeypatch.setattr(page_of_workbook.filing, "check_files", None)
    book = load_workbook(BytesIO(filing.workbook(own, lead, group)))
    sheet = book["report"]
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == code)
    sheet.cell(row, list(load_schema().tables["report"].columns).index("title") + 1).value = "By workbook"
    content = BytesIO()
    book.save(content)
    sent(content.getvalue(), "first")
    opened = signed_in("lead@example.org", "file", lang="en", group=group)
    opened.run()
    assert not opened.exception
    assert read == ["check_filing"]
    button(opened, "Submit 1 filing").click().run()
    assert not opened.exception
    assert read[:2] == ["check_filing"] * 2
    (made,) = filing.inbox(own, actors[Role.EVALUATOR])
    assert (made.key, made.values) == (code, {"title": "By workbook"})


def test_a_workbook_that_needs_too_much_is_a_sentence(signed_in, own, actors, sent, monkeypatch):
    """Its process ends; the page and the store are as they were."""
    (group,) = actors[Role.LEAD].scope.visible_groups
    monkeypatch.setattr(isolated, "USUAL", Limits(seconds=1))
    sent(filing.workbook(own, actors[Role.LEAD], group), "second")
    opened = signed_in("lead@example.org", "file", lang="en", group=group)
    assert not opened.exception
    assert "seconds of computing" in texts(opened)
    assert filing.listing(own, actors[Role.LEAD]) == ()
