from __future__ import annotations

import pytest

from brep_metrics.app.views.overview.page import FIGURES
from brep_metrics.app.widgets import print_view


@pytest.mark.parametrize(("figure", "page"), FIGURES.items())
def test_a_key_figure_leads_to_the_page_behind_it(app, figure, page):
    """The period goes along."""
    opened = app("overview", lang="en", period="2024")
    opened.button(key=f"open-{figure}").click().run()
    assert not opened.exception
    titles = {"rankings": "lead", "sectors": "cooperation", "outcomes": "achieved"}
    assert titles[page] in opened.title[0].value
    assert opened.query_params["period"] == "2024"


def test_a_late_group_opens_its_reports_and_prints_as_a_reminder(app, monkeypatch):
    """Each overdue report of that group with its due date, the oldest first, and of no other group."""
    printed = []
    monkeypatch.setattr(print_view, "print_view", printed.extend)
    opened = app("overview", lang="en", late="WG12")
    assert not opened.exception
    rows = next(one.value for one in opened.dataframe if "since_text" in one.value and "group" not in one.value)
    assert rows["since_text"].tolist() == ["31 January 2025"]
    text = "".join(printed)
    assert "To: Demo Working Group on Integrated Energy Services (leading organization: " in text
    assert "1 report of your working group was overdue; it was due on 31 January 2025:" in text
    assert "please tell us why, and by which day you will file them" in text
    assert "31 January 2025" in text


def test_a_record_names_what_it_refers_to(app, demo_store):
    """The group of an issue by its name; its code is for files."""
    with demo_store.read() as reading:
        ((issue, name),) = reading.fetch(
            "select issue_id, name_en from issue join working_group using (group_id)"
            " where escalated_on is not null and resolved_on is null order by 1 limit 1"
        )
    opened = app("overview", lang="en", record=issue)
    shown = opened.table[0].value
    assert name in shown.to_string()
    assert not opened.exception
