from __future__ import annotations

import json
from datetime import date

import pytest
from last_day import LastDay
from record_shown import keys_of_records

from brep_metrics.access import publish
from brep_metrics.app.pages import page
from brep_metrics.app.queries import milestones
from brep_metrics.app.views.timelines import deliveries
from brep_metrics.app.views.timelines import page as timelines
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate, read_period


@pytest.fixture
def in_colour(app, monkeypatch):
    """Opens the page and gives its sentence and the names of the lines in colour."""
    drawn = {}
    monkeypatch.setattr(timelines, "clickable", lambda figure, key, **_: drawn.update({key: figure}))

    def opened(**address):
        page = app("timelines", lang="en", **address)
        assert not page.exception
        sentence = next(one.value for one in page.markdown if one.value.startswith("#####"))
        traces = json.loads(drawn["history"].json)["data"]
        return sentence, [trace["name"] for trace in traces if trace.get("showlegend", True)]

    return opened


@pytest.mark.parametrize("measure", ["score", "rank"])
def test_the_group_that_the_sentence_names_is_in_colour(in_colour, measure):
    """Until the reader chooses others, the chart shows what the page says."""
    sentence, (name,) = in_colour(show=measure)
    assert name in sentence


def test_few_groups_are_all_in_colour(in_colour, monkeypatch):
    """To a leading organization its groups are the chart: in grey, one rating alone would not be seen at all."""
    monkeypatch.setattr("brep_metrics.app.queries.timelines.MAX_IN_COLOUR", 24)
    _, names = in_colour()
    assert len(names) == 22


def test_chosen_groups_take_its_place(in_colour):
    """Two are chosen: these two are in colour, and the sentence is about them."""
    sentence, names = in_colour(groups=["WG01", "WG05"])
    assert len(names) == 2
    assert any(name in sentence for name in names)


@pytest.fixture
def report(demo_store) -> str:
    """A report that was due in 2025."""
    with demo_store.read() as reading:
        return str(reading.fetch("select min(report_id) from report where year(due_on) = 2025")[0][0])


def headings(opened) -> list[str]:
    """What the parts of the page are called."""
    return [one.value for one in opened.subheader]


def test_a_report_in_the_address_shows_its_record(app, report):
    """A link to one report opens it."""
    opened = app("timelines", lang="en", period="2025", report=report)
    assert not opened.exception
    assert keys_of_records(opened, "Report") == [report]


def test_a_report_of_another_period_is_explained_and_leaves_the_address(app, report):
    """Also where no report was due at all."""
    opened = app("timelines", lang="en", period="2019", report=report)
    assert not opened.exception
    assert any(report in warning.value for warning in opened.warning)
    assert "report" not in opened.query_params


def test_a_click_on_a_mark_opens_the_report(app, monkeypatch, report):
    """The mark knows its record."""
    monkeypatch.setattr(deliveries, "clickable", lambda _, key, **__: (report,) if key == "reports" else None)
    opened = app("timelines", lang="en", period="2025")
    assert opened.query_params["report"] == report
    assert keys_of_records(opened, "Report") == [report]


def test_a_row_of_the_reports_opens_its_record_too(app):
    """Without a mouse the table does what the chart does."""
    opened = app("timelines", lang="en", period="2025")
    opened.session_state["behind-reports"] = True
    opened.session_state["open-report"] = {"row": 2}
    opened.run()
    listed = next(frame.value for frame in opened.dataframe if "days_late" in frame.value)
    assert listed["kind_text"].iloc[2]
    assert keys_of_records(opened, "Report") == [opened.query_params["report"]]


def test_rows_of_the_history_lead_to_the_scorecard(app):
    """The row of a chosen group opens this group, as its line does."""
    opened = app("timelines", lang="en", groups=["WG05"])
    opened.session_state["behind-history"] = True
    opened.run()
    opened.session_state["open-history"] = {"row": 0}
    opened.run()
    assert not opened.exception
    assert opened.query_params["group"] == "WG05"


@pytest.mark.parametrize("click", ["bar", "row"])
def test_outcomes_of_a_period_are_one_click_away(app, monkeypatch, click):
    """A bar or a row leads to the outcomes of that period."""
    if click == "bar":
        clicked = ("2024H1", "expert")
        monkeypatch.setattr(deliveries, "clickable", lambda _, key, **__: clicked if key == "outcomes" else None)
    opened = app("timelines", lang="en", by="half")
    if click == "row":
        opened.session_state["behind-outcomes"] = True
        opened.run()
        opened.session_state["open-period"] = {"row": 5}
        opened.run()
    assert not opened.exception
    assert opened.query_params["period"] == "2024H1"
    assert "delivered in H1 2024" in opened.markdown[0].value
    assert "behind" not in opened.query_params


def test_outcomes_of_chosen_groups_are_just_those(app, demo_store):
    """Where groups are chosen the bars count theirs, and lead to theirs, whatever the list was narrowed to before."""
    with demo_store.read() as reading:
        where = "year(delivered_on) = 2024 and month(delivered_on) <= 6 and group_id in ('WG03', 'WG05')"
        titles = [row[0] for row in reading.fetch(f"select title_en from outcome where {where} order by all")]
    opened = app("outcomes", lang="en", kind="expert", which="exemplary")
    opened.query_params.clear()
    opened.query_params["groups"] = ["WG03", "WG05"]
    opened.query_params["by"] = "half"
    opened.switch_page(page("timelines").file).run()
    opened.session_state["behind-outcomes"] = True
    opened.session_state["open-period"] = {"row": 5}
    opened.run()
    assert not opened.exception
    assert opened.query_params["behind"] == "groups:WG03,WG05"
    assert not {"kind", "which"} & set(opened.query_params)
    listed = next(frame.value for frame in opened.dataframe if "star" in frame.value and "open" in frame.value)
    assert sorted(listed["open"]) == titles
    assert titles


def test_groups_that_are_none_are_explained(app):
    """A list of groups in a link holds only with every one of them known."""
    opened = app("outcomes", lang="en", period="2024", behind="groups:WG03,WG99")
    assert not opened.exception
    assert any(r"groups\:WG03,WG99" in warning.value for warning in opened.warning)
    assert "behind" not in opened.query_params


@pytest.mark.parametrize(("language", "name"), [("zh", "2024年上半年"), ("en", "H1 2024")])
def test_periods_are_written_as_the_reader_writes_them(app, monkeypatch, language, name):
    """On the axes and in the tables, which the downloads repeat, there is no code."""
    drawn = {}
    for module in (timelines, deliveries):
        monkeypatch.setattr(module, "clickable", lambda figure, key, **_: drawn.update({key: figure}))
    opened = app("timelines", lang=language, by="half")
    opened.session_state["behind-history"] = opened.session_state["behind-outcomes"] = True
    opened.run()
    assert not opened.exception
    for key in ("history", "outcomes"):
        assert name in json.loads(drawn[key].json)["data"][-1]["x"]
        assert "2024H1" not in json.loads(drawn[key].json)["data"][-1]["x"]
    by_period = next(frame.value for frame in opened.dataframe if "period" in frame.value)
    assert name in list(by_period["period"])
    headed = next(frame for frame in opened.dataframe if "2024H1" in frame.value)
    assert json.loads(headed.proto.columns)["2024H1"]["label"] == name


def test_a_chart_that_draws_some_groups_says_so(app, monkeypatch):
    """The text for those who cannot see it counts the groups that are drawn."""
    monkeypatch.setattr(deliveries, "MAX_ROWS", 3)
    said = {}
    monkeypatch.setattr(deliveries, "clickable", lambda _, key, alt: said.update({key: alt}))
    opened = app("timelines", lang="en", period="2025")
    assert said["reports"].startswith("Reports of 3 groups")
    assert "The chart shows the first 3; the table has all." in [one.value for one in opened.caption]


def test_years_come_first_and_a_part_of_one_is_called_that(app, monkeypatch):
    """The headline compares whole years; the year that still runs is marked on the axis and in no comparison."""
    drawn = {}
    monkeypatch.setattr(timelines, "clickable", lambda figure, key, **_: drawn.update({key: figure}))
    opened = app("timelines", lang="en")
    assert json.loads(drawn["history"].json)["data"][-1]["x"][-2:] == ["2025", "2026 (part)"]
    assert opened.markdown[0].value.startswith("##### From 2024 to 2025, ")


def test_a_result_published_after_all_periods_is_at_its_own():
    """The lead of another year has no place then."""
    periods = (Period.parse("2023"), Period.parse("2024"))
    assert milestones.place(periods, date(2023, 5, 1), of=periods[1]) == 0
    assert milestones.place(periods, date(2026, 5, 1), of=periods[1]) == 1
    assert milestones.place(periods, date(2026, 5, 1), of=None) is None


def test_a_published_result_is_a_milestone(app, own_store, monkeypatch):
    """A dotted line at its year, and a row that says when."""
    monkeypatch.setattr("brep_metrics.store.register.datetime", LastDay)
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with read_period(own_store, methodology, Period.parse("2024")) as reading:
        publish(own_store, evaluate(reading, methodology, Period.parse("2024")), who="test")
    opened = app("timelines", lang="en")
    opened.session_state["behind-milestones"] = True
    opened.run()
    assert not opened.exception
    frames = [one.value for one in opened.dataframe]
    rows = next(frame for frame in frames if "text" in frame.columns)
    assert "result of 2024 published" in rows["text"].tolist()
