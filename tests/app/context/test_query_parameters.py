"""What a link asks for: used, or explained and taken out of the address; what is not drawn leaves it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from brep_metrics.app import pages
from brep_metrics.app.queries import background
from brep_metrics.app.views.coordination import cases, escalations
from brep_metrics.app.views.overview import page as overview


def explained(opened) -> list[str]:
    """What the page says of values that it cannot use."""
    assert not opened.exception
    return [one.value for one in opened.main.warning if one.value.startswith("The link asks for")]


@pytest.mark.parametrize(
    ("period", "asked", "label"),
    [
        ("2019", {"need": "gone"}, "State “gone”"),
        ("2019", {"need": "late", "need_record": "N-GONE"}, "Record “N-GONE”"),
        ("2019", {"issue_record": "I-GONE"}, "Record “I-GONE”"),
        ("2019", {"escalation": "I-GONE"}, "Issue “I-GONE”"),
        ("2025", {"need_record": "N-GONE"}, "Record “N-GONE”"),
        ("2025", {"escalation": "I-GONE"}, "Issue “I-GONE”"),
    ],
)
def test_what_is_gone_is_explained_where_there_is_nothing_to_list(app, period, asked, label):
    """An empty part settles its parameters too: a stale one leaves the address, a known one stays."""
    opened = app("coordination", lang="en", period=period, **asked)
    (said,) = explained(opened)
    assert label in said
    stays = {"need": "late"} if asked.get("need") == "late" else {}
    assert opened.query_params == ({"period": "2019"} if period == "2019" else {}) | stays


def test_a_record_that_waits_no_more_is_explained(app, monkeypatch):
    """On a day on which nothing waits, and on any other."""
    assert r"Record “GONE”" in explained(app("overview", lang="en", record="GONE"))[0]
    made = overview.overview
    nothing = lambda selection: replace(made(selection), issues=made(selection).issues.iloc[:0])  # noqa: E731
    monkeypatch.setattr(overview, "overview", nothing)
    opened = app("overview", lang="en", record="GONE")
    assert "No issue waits for NEA." in [one.value for one in opened.info]
    assert r"Record “GONE”" in explained(opened)[0]
    assert opened.query_params == {}


def test_an_outcome_that_is_not_listed_is_explained(app):
    """A period without outcomes; a methodology that calls none exemplary."""
    opened = app("outcomes", lang="en", period="2019", outcome="O-GONE")
    assert "Outcome “O-GONE”" in explained(opened)[0]
    assert opened.query_params == {"period": "2019"}
    opened = app("outcomes", lang="en", methodology="power-projects", which="exemplary")
    assert "Show “exemplary”" in explained(opened)[0]
    assert opened.query_params == {"methodology": "power-projects"}


def test_what_a_link_holds_is_shown_as_it_stands(app):
    """Nobody writes a link, a formula or an emphasis into the page through its address."""
    (said,) = explained(app("rankings", lang="en", sector="[here](http://a.example) $x$ *b* `c`"))
    assert r"\[here\](http\://a.example) \$x\$ \*b\* \`c\`" in said


def test_a_box_of_a_link_begins_with_the_links_value(app):
    """A box that is new in the browser reports its default; were that another value, the next run might take it."""
    opened = app("rankings", lang="en", period="2023", against="2022", sector="green-energy", compare=["WG01", "WG05"])
    opened.run()
    boxes = {box.key: box for box in (*opened.selectbox, *opened.multiselect) if box.key.startswith("filter-")}
    assert {"filter-period", "filter-against", "filter-sector", "filter-compare"} <= set(boxes)
    for box in boxes.values():
        default = box.proto.default
        chosen = [box.options[at] for at in ([default] if isinstance(default, int) else default)]
        shown = box.value if isinstance(box.value, list) else [box.value]
        assert chosen == [box.format_func(code) for code in shown], box.key
    (switch,) = opened.toggle
    assert switch.value
    assert switch.proto.default
    languages = opened.sidebar.button_group[0]
    assert [languages.options[at] for at in languages.proto.default] == ["English"]


@pytest.mark.parametrize(("page", "name"), [("rankings", "compare"), ("timelines", "groups")])
def test_codes_beyond_the_limit_are_explained(app, page, name):
    """The first four are shown, and the page says which it leaves out."""
    opened = app(page, lang="en", **{name: ["WG01", "WG02", "WG03", "WG04", "WG05"]})
    (said,) = explained(opened)
    assert "“WG05”" in said
    assert (
        opened.multiselect(key=f"filter-{name}").value == opened.query_params[name] == ["WG01", "WG02", "WG03", "WG04"]
    )


def test_a_language_that_is_not_spoken_is_explained_once(app):
    """In the language that is used; the address is clean and the next run says nothing."""
    opened = app("rankings", lang="fr")
    assert "Language “fr”" in explained(opened)[0]
    assert opened.query_params == {}
    assert not explained(opened.run())
    assert not explained(app("rankings", lang="zh"))


@pytest.mark.parametrize(
    ("view", "drawn"),
    [("doubt", {"group": "WG05"}), ("calibration", {"back": "1"}), ("formulas", {})],
)
def test_a_view_has_its_own_parameters_in_the_address(app, monkeypatch, view, drawn):
    """What a link brings for the view that is drawn stays; what belongs to another one goes."""
    monkeypatch.setattr(background, "begin", lambda _made: SimpleNamespace(done=lambda: False))
    opened = app("methodology", lang="en", view=view, indicator="work_plan_on_time", group="WG05", back="1")
    assert not explained(opened)
    assert opened.query_params == {"view": view} | drawn


def test_what_a_view_has_opened_leaves_the_address_with_it(app):
    """The usual view opens what a link asks for; the next one does not carry it along."""
    opened = app("methodology", lang="en", indicator="work_plan_on_time", back="1")
    assert opened.query_params == {"indicator": "work_plan_on_time"}
    opened.segmented_control(key="filter-view").set_value("formulas").run()
    assert opened.query_params == {"view": "formulas"}


def test_a_group_that_pages_share_outlives_a_view_without_it(app):
    """Only the address of the page that does not draw it forgets it."""
    opened = app("scorecard", lang="en", group="WG05")
    opened.switch_page(pages.page("methodology").file).run()
    assert "group" not in opened.query_params
    opened.switch_page(pages.page("scorecard").file).run()
    assert opened.query_params["group"] == "WG05"


def test_the_table_behind_a_chart_of_states_opens_what_a_bar_does(app, monkeypatch):
    """A click on a state lists its cases, and the list is in the address."""
    monkeypatch.setattr(cases, "clicked_row", {"open-needs-state": 1, "open-issues-state": 0}.get)
    opened = app("coordination", lang="en", period="2025")
    for kind in ("needs", "issues"):
        opened.session_state[f"behind-{kind}-states"] = True
    states = [frame.value for frame in opened.run().dataframe if "median_days" in frame.value]
    clicked = [frame["open"].iloc[row] for frame, row in zip(states, (1, 0), strict=True)]
    chosen = [kind.states[opened.query_params[kind.source]] for kind in (cases.NEEDS, cases.ISSUES)]
    assert clicked == chosen


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_columns_of_a_download_have_one_name(app, monkeypatch, language):
    """Needs and issues that are open are beside one another."""
    shown = {}
    monkeypatch.setattr(
        cases, "table", lambda _selection, name, _frame, **given: shown.update({name: given["columns"]})
    )
    assert not app("coordination", lang=language, period="2025").exception
    titles = [column.title for column in shown["case-groups"].values()]
    assert len(set(titles)) == len(titles) == 7


def test_a_chart_of_many_escalations_says_that_it_shows_the_first(app, monkeypatch):
    """It is cut to what can be read; the table keeps all of them."""
    said = "The chart shows the first {}; the table has all."
    captions = [one.value for one in app("coordination", lang="en", period="2025").main.caption]
    assert said.format(escalations.MAX_BARS) not in captions
    monkeypatch.setattr(escalations, "MAX_BARS", 2)
    captions = [one.value for one in app("coordination", lang="en", period="2025").main.caption]
    assert said.format(2) in captions
