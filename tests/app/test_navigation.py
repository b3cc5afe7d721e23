"""How far pages lead on by themselves: as a click asks, and not for ever."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from brep_metrics.app.navigation import MAX_STEPS


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
    """A few runs, and the page is drawn; the next act of the reader has as many again."""
    opened = AppTest.from_function(claims_a_click_in_every_run).run()
    assert opened.session_state["runs"] == MAX_STEPS + 1
    assert [one.value for one in opened.markdown] == ["drawn"]
    opened.run()
    assert opened.session_state["runs"] == 2 * (MAX_STEPS + 1)


def test_any_number_of_clicks_is_followed():
    """Each is an act of its own."""
    opened = AppTest.from_function(claims_a_click_once).run()
    for clicks in range(1, 20):
        opened.button[0].click().run()
        assert opened.session_state["runs"] == 1 + 2 * clicks
