"""What opens over a page: by mouse and by keyboard, closed by Escape and by the way back, with the focus given back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

FOCUSED = "() => document.activeElement.closest('[class*=st-key-table-]')?.className ?? document.activeElement.tagName"


def test_evidence_opens_where_the_eye_is(visitor):
    """Wherever in the long table it is clicked, and again after it was closed."""
    window = visitor()
    page = window.open("scorecard?group=WG05")
    dialog = page.get_by_role("dialog")
    for close in (lambda: page.keyboard.press("Escape"), page.go_back):
        window.click_cell_until(re.compile("indicator=joint_activities"), "table-indicators", 7, 200)
        expect(dialog).to_be_visible()
        box = dialog.bounding_box()
        assert 0 <= box["y"] < 450
        close()
        expect(dialog).to_have_count(0)
        page.wait_for_function("() => !location.search.includes('indicator')")
        window.settled()
    assert "table-indicators" in page.evaluate(FOCUSED)
    # By keyboard alone, from the table that has the focus again.
    for moves, at, key, opened in (
        (("ArrowDown", "ArrowRight"), "#glide-cell-1-1", "Enter", "Execution reviews on time"),
        (("ArrowDown",), "#glide-cell-1-2", "Space", "Progress reports on time"),
    ):
        for move in moves:
            page.keyboard.press(move)
        page.locator(f"{at}:focus").wait_for(state="attached")
        page.keyboard.press(key)
        expect(dialog.get_by_role("heading", name=f"Evidence: {opened}")).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.wait_for_function("() => !location.search.includes('indicator')")
        window.settled()


def test_an_outcome_is_put_on_the_shortlist_by_keyboard(visitor):
    """The dialog keeps the focus until Escape closes it, and the shortlist stays in the address."""
    window = visitor()
    page = window.open("outcomes")
    window.click_cell_until(re.compile("outcome="), "table-outcome-list", 0, 150)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    keep = dialog.get_by_role("button", name="Put on the shortlist")
    expect(keep).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        if keep.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("shortlist="))
    window.settled()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="Shortlist: 1 outcome")).to_be_visible()
