from __future__ import annotations

import pytest
from record_shown import keys_of_records

from brep_metrics.app.views.shared import targets

EXEMPLARY = 85  # the parameter of the delivered methodology
YEAR = "delivered_on between '2025-01-01' and '2025-12-31'"
UNSHOWN = "outcome_id not in (select outcome_id from showcase)"
MEANS = f"(select outcome_id, avg(score) as mean from review join outcome using (outcome_id) where {YEAR} group by all)"


@pytest.fixture
def counted(demo_store):
    """Counts rows of the demonstration network by plain SQL."""

    def count(sql: str) -> int:
        with demo_store.read() as reading:
            return int(reading.fetch(sql)[0][0])

    return count


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_counts_what_is_in_the_tables(app, counted, language):
    """Outcomes, exemplary ones, and those of them that nobody has shown yet."""
    delivered = counted(f"select count(*) from outcome where {YEAR}")
    exemplary = counted(f"select count(*) from {MEANS} where mean >= {EXEMPLARY}")
    waiting = counted(f"select count(*) from {MEANS} where mean >= {EXEMPLARY} and {UNSHOWN}")
    opened = app("outcomes", lang=language, period="2025")
    assert not opened.exception
    sentence = opened.markdown[0].value
    assert all(f" {number} " in f" {sentence} ".replace(",", " ") for number in (delivered, exemplary, waiting))
    assert 0 < waiting < exemplary < delivered


def test_candidates_are_the_exemplary_ones_that_wait_to_be_shown(app, counted):
    """The list of candidates is as long as the sentence says, and none of them has a channel."""
    found = listed(app("outcomes", period="2025", which="candidates"))
    assert len(found) == counted(f"select count(*) from {MEANS} where mean >= {EXEMPLARY} and {UNSHOWN}")
    assert set(found["star"]) == {"★"}
    assert set(found["shown_in"]) == {""}


def test_an_outcome_in_the_address_is_opened_with_its_reviews(app, demo_store):
    """A link to one outcome shows its record and every review of it."""
    with demo_store.read() as reading:
        code, reviews = reading.fetch(
            "select outcome_id, count(*) from review join outcome using (outcome_id)"
            f" where {YEAR} group by outcome_id order by outcome_id"
        )[0]
    opened = app("outcomes", period="2025", outcome=code)
    assert not opened.exception
    shown = next(frame.value for frame in opened.dataframe if "reviewer" in frame.value)
    assert len(shown) == reviews


def test_a_period_without_outcomes_says_so(app):
    """Before the network began there is nothing to show, which is said and is no error."""
    opened = app("outcomes", period="2019")
    assert not opened.exception
    assert opened.info


@pytest.fixture
def showing(demo_store) -> str:
    """A showing of 2025 on the website."""
    where = "channel = 'website' and year(shown_on) = 2025"
    with demo_store.read() as reading:
        return str(reading.fetch(f"select min(showcase_id) from showcase where {where}")[0][0])


def test_a_showing_in_the_address_shows_its_record(app, showing):
    """A link opens the channel's list and the showing in it."""
    opened = app("outcomes", lang="en", period="2025", channel="website", showing=showing)
    assert not opened.exception
    assert keys_of_records(opened, "Showcase") == [showing]


@pytest.mark.parametrize("stale", [{"period": "2019", "channel": "website"}, {"period": "2025"}])
def test_what_a_link_asks_for_in_vain_is_explained(app, showing, stale):
    """In a period without showcases, and where no list is open, no value stays in the address unexplained."""
    opened = app("outcomes", lang="en", **stale, showing=showing)
    assert not opened.exception
    assert any(showing in warning.value for warning in opened.warning)
    assert not {"channel", "showing"} & set(opened.query_params)
    assert any("website" in warning.value for warning in opened.warning) == ("channel" in stale)


def test_rows_do_what_the_bars_of_the_channels_do(app):
    """The table of the channels opens the list, and a row of the list its record."""
    opened = app("outcomes", lang="en", period="2025")
    opened.session_state["behind-channels"] = True
    opened.session_state["open-channel"] = {"row": 0}
    opened.run()
    assert opened.query_params["channel"]
    opened.session_state["open-showing"] = {"row": 1}
    opened.run()
    assert not opened.exception
    assert keys_of_records(opened, "Showcase") == [opened.query_params["showing"]]


def listed(opened):
    """The list of the outcomes, as the page shows it."""
    return next(frame.value for frame in opened.dataframe if "star" in frame.value and "open" in frame.value)


@pytest.mark.parametrize("page", ["overview", "outcomes"])
@pytest.mark.parametrize("way", ["clickable", "clicked_row"])
def test_a_target_leads_to_the_outcomes_that_count(app, demo_store, monkeypatch, page, way):
    """Its bar and its row do, from either page that shows the targets; the list is as long as the bar says."""
    with demo_store.read() as reading:
        codes = [row[0] for row in reading.fetch("select target_id from target where group_id is null order by all")]
        ((kind, counted),) = reading.fetch(
            "select target.kind, count(*) from target join outcome using (kind)"
            f" where target_id = '{codes[3]}' and delivered_on between period_start and period_end group by all"
        )
    clicks = [(f"target:{codes[3]}",) if way == "clickable" else 3]
    monkeypatch.setattr(targets, way, lambda *_, **__: clicks.pop() if clicks else None)
    opened = app(page, lang="en")
    assert not opened.exception
    assert opened.selectbox(key="filter-kind").value == opened.query_params["kind"] == kind
    assert len(listed(opened)) == counted
    opened.button(key="leave-part").click().run()
    assert "behind" not in opened.query_params
    assert len(listed(opened)) < counted


def test_a_band_of_reviews_leads_to_its_outcomes(app, counted):
    """The list holds as many outcomes as the band counts, and together with a narrower choice what both admit."""
    opened = app("outcomes", lang="en", period="2025")
    opened.session_state["behind-review-bands"] = True
    opened.session_state["open-band"] = {"row": 1}
    opened.run()
    assert not opened.exception
    low = float(opened.query_params["behind"].removeprefix("review:"))
    means = listed(opened)["review_score"]
    assert len(means) == counted(f"select count(*) from {MEANS} where mean >= {low} and mean < {low + 5}") > 0
    assert means.between(low, low + 5, inclusive="left").all()
    opened = app("outcomes", lang="en", period="2025", behind=f"review:{low:g}", which="exemplary")
    assert not opened.exception
    assert low < EXEMPLARY
    assert "No outcome of the period is among these." in [one.value for one in opened.info]


def test_a_band_that_the_period_does_not_have_is_explained(app):
    """A link to a mark that is not there (any more) shows the whole list."""
    opened = app("outcomes", lang="en", period="2025", behind="review:1000")
    assert any(r"review\:1000" in warning.value for warning in opened.warning)
    assert "behind" not in opened.query_params


def test_the_list_for_the_conference_is_narrowed_by_sector_country_and_kind(app, counted):
    """All three together, and the boxes leave the address as codes."""
    asked = {"period": "2025", "kind": "young_talent", "outcome_sector": "green_energy"}
    opened = app("outcomes", lang="en", **asked)
    where = "year(delivered_on) = 2025 and kind = 'young_talent' and sector_id = 'green_energy'"
    statement = "select count(*) from outcome join working_group using (group_id) where "
    assert len(listed(opened)) == counted(statement + where) > 0
    narrowed = app("outcomes", lang="en", period="2025", country="CN")
    where = "year(delivered_on) = 2025 and list_contains(country_codes, 'CN')"
    assert len(listed(narrowed)) == counted(f"select count(*) from outcome where {where}") > 0


def test_a_shortlist_is_kept_in_the_address(app):
    """A click puts an outcome on it; anyone who opens the link sees it; another click empties it."""
    first = app("outcomes", lang="en", period="2025", outcome="WG01-2025-O01")
    first.button(key="keep-outcome").click().run()
    assert not first.exception
    assert first.query_params["shortlist"] == "WG01-2025-O01"
    opened = app("outcomes", lang="en", period="2025", shortlist=["WG01-2025-O01", "WG02-2025-O01"])
    assert r"Shortlist\: 2 outcomes" in [one.value for one in opened.subheader]
    opened.button(key="empty-shortlist").click().run()
    assert "shortlist" not in opened.query_params


def test_a_shortlist_holds_outcomes_of_every_period(app):
    """One of another year stays on it, is opened from it, and is taken off by its own button."""
    opened = app("outcomes", lang="en", period="2024", shortlist=["WG01-2025-O01", "WG02-2024-O01"])
    assert not opened.warning
    opened.session_state["open-shortlisted"] = {"row": 0}
    opened.run()
    opened.run()
    assert not opened.exception
    assert opened.query_params["outcome"] == "WG01-2025-O01"
    opened.button(key="keep-outcome").click().run()
    assert opened.query_params["shortlist"] == "WG02-2024-O01"


def test_an_opened_outcome_says_where_and_when_it_was_shown(app, demo_store):
    """Every showing of it is listed, in whichever year it was."""
    with demo_store.read() as reading:
        ((code, days),) = reading.fetch(
            "select outcome_id, list(shown_on::varchar order by shown_on desc) from showcase join outcome using"
            " (outcome_id) where year(delivered_on) = 2025 group by all order by count(*) desc, outcome_id limit 1"
        )
    opened = app("outcomes", lang="en", period="2025", outcome=code)
    shown = next(frame.value for frame in opened.dataframe if "occasion" in frame.value)
    assert shown["day"].tolist() == days
