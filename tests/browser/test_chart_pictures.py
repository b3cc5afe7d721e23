"""Charts leave the page as pictures, with their title and source, by mouse and by keyboard; windows are told apart."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect


def test_a_chart_is_saved_as_png_and_svg_with_title_and_source(visitor):
    """The buttons come with the focus of the keyboard too, and nothing is fetched from outside for it."""
    page = visitor("en").open("scorecard?period=2025&group=WG05")
    buttons = page.get_by_role("button", name="Save as")
    for format_, first in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        button = buttons.filter(has_text=format_).first
        button.focus()
        with page.expect_download() as begun:
            page.keyboard.press("Enter")
        content = Path(begun.value.path()).read_bytes()
        assert begun.value.suggested_filename.endswith(f".{format_.lower()}")
        assert content.startswith(first)
    text = content.decode("utf-8")
    assert "medians of network and sector" in text
    assert "Data as of 31 March 2026" in text


def test_a_window_is_called_by_its_page_and_group(visitor):
    """Several tabs are told apart."""
    page = visitor("en").open("scorecard?period=2025&group=WG05")
    expect(page).to_have_title("Demo Working Group on Rural Electrification · Scorecard")
    page = visitor("en").open("rankings")
    expect(page).to_have_title("Rankings · BREP working groups")
