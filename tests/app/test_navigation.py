"""How far pages lead on by themselves: as a click asks, and not for ever."""

from __future__ import annotations

import streamlit as st
from streamlit.testing.v1 import AppTest


def leads_on() -> None:
    from brep_metrics.app.navigation import begin_run, open_page  # noqa: PLC0415

    begin_run()
    open_page("scorecard", group="WG03")


def claims_a_click_in_every_run() -> None:
    import streamlit as st  # noqa: PLC0415 - the function is run as a script of its own

    from brep_metrics.app.navigation import begin_run, redraw  # noqa: PLC0415

    begin_run()
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    redraw()
    st.write("drawn")


def claims_a_click_once() -> None:
    import streamlit as st  # noqa: PLC0415

    from brep_metrics.app.navigation import begin_run, redraw  # noqa: PLC0415

    begin_run()
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if st.button("go"):
        redraw()
    st.write("drawn")


def test_a_click_that_a_browser_claims_for_ever_ends_in_a_page():
    """Five more runs, and the page is drawn; the next act of the reader has as many again."""
    opened = AppTest.from_function(claims_a_click_in_every_run).run()
    assert opened.session_state["runs"] == 6
    assert [one.value for one in opened.markdown] == ["drawn"]
    opened.run()
    assert opened.session_state["runs"] == 12


def test_any_number_of_clicks_is_followed():
    """Each is an act of its own."""
    opened = AppTest.from_function(claims_a_click_once).run()
    for clicks in range(1, 20):
        opened.button[0].click().run()
        assert opened.session_state["runs"] == 1 + 2 * clicks


def test_the_next_page_shows_the_same_data_in_the_same_language(monkeypatch):
    """Language, period, methodology, generation and day go along; what was opened or filtered on this page does not."""
    led = []
    monkeypatch.setattr(st, "switch_page", lambda file, query_params: led.append((file, query_params)))
    opened = AppTest.from_function(leads_on)
    carried = {
        "lang": "zh",
        "period": "2024",
        "methodology": "brep-five-year",
        "generation": "g000001",
        "as_of": "2025-06-30",
    }
    for name, value in carried.items() | {("sector", "oil"), ("group", "WG01"), ("show", "reasons")}:
        opened.query_params[name] = value
    assert not opened.run().exception
    ((file, parameters),) = led
    assert file.endswith("scorecard.py")
    given = {name: value[0] if isinstance(value, list) else value for name, value in parameters.items()}
    assert given == carried | {"group": "WG03"}
