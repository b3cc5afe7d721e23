from __future__ import annotations

import pytest
from record_shown import keys_of_records

from brep_metrics.app.pages import page
from brep_metrics.app.views.sectors import countries
from brep_metrics.app.views.sectors import page as sectors
from brep_metrics.app.wording.formats import plain

SQUARE = "green_energy.technical_cooperation"


@pytest.fixture
def one(demo_store):
    """The first value of a query on the demonstration network."""

    def fetch(sql: str):
        with demo_store.read() as reading:
            return reading.fetch(sql)[0][0]

    return fetch


@pytest.fixture
def activity(one) -> str:
    """An activity of the square in 2025."""
    sector, content = SQUARE.split(".")
    return str(
        one(
            "select min(activity_id) from activity join working_group using (group_id) where year(held_on) = 2025"
            f" and sector_id = '{sector}' and work_content = '{content}'"
        )
    )


def headings(opened) -> list[str]:
    """What the parts of the page are called."""
    return [part.value for part in opened.subheader]


def test_an_activity_in_the_address_shows_its_record(app, activity):
    """A link opens the square's list and the activity in it."""
    opened = app("sectors", lang="en", period="2025", cell=SQUARE, activity=activity)
    assert not opened.exception
    assert keys_of_records(opened, "Activity") == [activity]


def test_rows_do_what_the_squares_do(app, one):
    """A row per square: it lists the activities, whose rows open their records."""
    opened = app("sectors", lang="en", period="2025")
    opened.session_state["behind-work-content"] = True
    opened.session_state["open-square"] = {"row": 0}
    opened.run()
    squares = next(frame.value for frame in opened.dataframe if "content" in frame.value)
    assert squares["activities"].sum() == one("select count(*) from activity where year(held_on) = 2025")
    listed = next(frame.value for frame in opened.dataframe if "participants" in frame.value)
    assert len(listed) == squares["activities"].iloc[0]
    opened.session_state["open-activity"] = {"row": 0}
    opened.run()
    assert not opened.exception
    assert keys_of_records(opened, "Activity") == [opened.query_params["activity"]]


def test_a_row_of_the_comparison_opens_the_ranking_of_its_sector(app):
    """As its bar does."""
    opened = app("sectors", lang="en", period="2025")
    opened.session_state["behind-sectors"] = True
    opened.session_state["open-sector"] = {"row": 1}
    opened.run()
    assert not opened.exception
    assert opened.multiselect(key="filter-sector").value == [opened.query_params["sector"]]


@pytest.mark.parametrize("way", ["bar", "row", "link"])
def test_a_country_lists_what_it_took_part_in(app, monkeypatch, one, way):
    """As many activities and outcomes as its bar counts, and a record of each."""
    if way == "bar":
        monkeypatch.setattr(countries, "clickable", lambda _, key, **__: ("DZ",) if key == "countries" else None)
    opened = app("sectors", lang="en", period="2025", **({"country": "DZ"} if way == "link" else {}))
    if way == "row":
        opened.session_state["behind-countries"] = True
        opened.session_state["open-country"] = {"row": 0}
        opened.run()
    country = opened.query_params["country"]
    listed = next(frame.value for frame in opened.dataframe if "what" in frame.value)
    counts = listed["what"].value_counts()
    for what, table, day in (("Activity", "activity", "held_on"), ("Outcome", "outcome", "delivered_on")):
        where = f"year({day}) = 2025 and list_contains(country_codes, '{country}')"
        assert counts[what] == one(f"select count(*) from {table} where {where}")
    assert listed["open"].str.len().min() > 0
    opened.session_state["open-of-country"] = {"row": 0}
    opened.run()
    assert not opened.exception
    source, record = opened.query_params["record"].split(":")
    assert keys_of_records(opened, source.title()) == [record]


SHARES = """
select sector_id, kind, count(*) from outcome join working_group using (group_id)
where year(delivered_on) = 2025 group by all order by all
"""


@pytest.mark.parametrize("way", ["area", "row"])
@pytest.mark.parametrize("part", ["sector", "kind"])
def test_an_area_leads_to_its_outcomes(app, demo_store, monkeypatch, way, part):
    """To as many as it counts, whatever was chosen there before: those of a sector, or of one kind within it."""
    with demo_store.read() as reading:
        shares = reading.fetch(SHARES)
    sector, kind, _ = shares[0]
    if way == "area":
        clicks = [(sector, sector if part == "sector" else f"{sector}.{kind}")]
        monkeypatch.setattr(
            sectors, "clickable", lambda *_, key, **__: clicks.pop() if clicks and key == "shares" else None
        )
    opened = app("outcomes", lang="en", period="2025", kind="expert", which="candidates")
    opened.query_params.clear()
    opened.switch_page(page("sectors").file).run()
    if way == "row":
        opened.session_state["behind-outcome-shares"] = True
        opened.session_state[f"open-share-{part}"] = {"row": 0}
        opened.run()
    assert not opened.exception
    assert opened.query_params.get("kind") == (None if part == "sector" else kind)
    listed = next(frame.value for frame in opened.dataframe if "star" in frame.value and "open" in frame.value)
    assert len(listed) == sum(count for of, one, count in shares if of == sector and (part == "sector" or one == kind))


@pytest.mark.parametrize(
    ("period", "left"), [("2019", {"cell", "activity", "country", "record"}), ("2025", {"activity", "record"})]
)
def test_what_a_link_asks_for_in_vain_is_explained(app, activity, period, left):
    """In a period without activities, and where no list is open, no value stays in the address unexplained."""
    asked = {"cell": SQUARE, "activity": activity, "country": "DZ", "record": f"activity:{activity}"}
    opened = app("sectors", lang="en", period=period, **{name: asked[name] for name in left})
    assert not opened.exception
    assert not left & set(opened.query_params)
    for name in left:
        assert any(f"“{plain(asked[name])}”" in warning.value for warning in opened.warning)


def test_the_profile_of_a_sector_names_its_groups_its_trend_and_what_is_open(app):
    """Chosen by its code in the address."""
    opened = app("sectors", lang="en", period="2025", profile="green_energy")
    assert not opened.exception
    said = [one.value for one in opened.markdown]
    assert any(one.startswith("Median score by year") for one in said)
    assert any(one.startswith("Open needs and issues") for one in said)
    groups = next(one.value for one in opened.dataframe if {"rank", "grade_text", "open"} <= set(one.value.columns))
    assert len(groups) == 3
