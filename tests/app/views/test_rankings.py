from __future__ import annotations

from brep_metrics.app.views.rankings import page as rankings


def ranking_of(opened):
    """The table, as it is sent to the browser."""
    return next(frame.value for frame in opened.dataframe if "grade_badge" in frame.value)


def reasons_of(opened) -> str:
    """The words below the table."""
    return next((one.value for one in opened.markdown if one.value.startswith("Not ranked")), "")


def test_groups_without_a_rank_stand_last_with_the_reason_below(app):
    """They are in the table, so that nobody is missing, but without rank, interval, score or grade."""
    opened = app("rankings", lang="en", period="2025")
    table = ranking_of(opened)
    last = table[table["rank"].isna()]
    assert 0 < len(last) < len(table)
    assert last.index.tolist() == table.index[-len(last) :].tolist()
    assert last[["score", "interval", "move"]].isna().all(axis=None)
    assert [list(cell) for cell in last["grade_badge"]] == [["○ not rated"]] * len(last)
    for name in last["open"]:
        assert f"{name} · not rated: " in reasons_of(opened)


def test_a_filter_by_grade_leaves_no_group_without_one(app):
    """Who asks for the excellent groups sees these only, and nothing below them."""
    opened = app("rankings", lang="en", period="2025", grade="excellent")
    assert ranking_of(opened)["rank"].notna().all()
    assert not reasons_of(opened)


def test_of_many_groups_without_a_rank_the_first_are_named(app, monkeypatch):
    """In a first period nearly all may be new; the table has all of them."""
    monkeypatch.setattr(rankings, "MAX_NAMED", 1)
    assert reasons_of(app("rankings", lang="en", period="2025")).endswith("- and 1 more at the end of the table")


def test_why_a_grade_is_lower_than_that_of_a_group_below_is_in_the_row(app):
    """WG21 has more points than WG14 and a worse grade: the gate that it failed is named beside it."""
    opened = app("rankings", lang="en", period="2025")
    rows = next(one.value for one in opened.dataframe if "grade_badge" in one.value)
    assert "No execution review filed" in rows["reason"].tolist()
    earlier = app("rankings", lang="en", period="2025", sector="green_energy")
    assert "reason" not in next(one.value for one in earlier.dataframe if "grade_badge" in one.value)


def test_the_ranking_over_the_years_and_by_indicator(app):
    """A table of rank, score and grade by year; compared groups indicator by indicator in their units."""
    opened = app("rankings", lang="en", period="2025", compare=["WG01", "WG05"])
    opened.session_state["behind-years"] = True
    opened.run()
    assert not opened.exception
    years = next(one.value for one in opened.dataframe if "2026 (part)" in one.value)
    assert years["2025"].iloc[0] == "1 · 95.91 ★ Excellent"
    values = next(one.value for one in opened.dataframe if {"WG01", "WG05", "title"} <= set(one.value.columns))
    assert values.set_index("title").loc["Progress reports on time", "WG05"] == "33.3\u202f%"


def test_comparing_and_publishing_are_above_the_long_table(app):
    """Nobody scrolls past every group to find what is done with the result."""
    opened = app("rankings", lang="en", period="2025")
    order = [one.type for one in opened.main.children.values()]
    assert opened.expander[0].label == "Publication of 2025"
    keys = [one.key for one in (*opened.toggle, *opened.checkbox)]
    assert keys == ["comparing", "publish-sure"]
    assert max(order.index("toggle"), order.index("expander")) < order.index("subheader"), order


def test_a_phone_says_below_the_table_why_a_grade_is_lower(app):
    """The column has no room there."""
    opened = app("rankings", lang="en", period="2025")
    said = "Grade lowered: Demo Working Group on Translation and Publishing – No execution review filed"
    assert not [one for one in opened.caption if said in one.value.replace("\\", "")]
    opened.session_state["narrow"] = True
    opened.run()
    assert "reason" not in ranking_of(opened)
    assert [one for one in opened.caption if said in one.value.replace("\\", "")]
