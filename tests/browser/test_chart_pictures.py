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
    assert "Demo Working Group on Rural Electrification · 2025<" in text
    assert "Data as of 31 March 2026" in text


# How far any words of a picture reach out of it, and those that are drawn over its title or what it is about.
LAID_OUT = """svg => {
    const holder = document.createElement("div");
    holder.style = "position: absolute; inset: 0 auto auto 0";
    holder.innerHTML = svg;
    document.body.append(holder);
    const box = (words) => words.getBoundingClientRect();
    const whole = box(holder.firstElementChild);
    const words = [...holder.querySelectorAll("text")].filter((one) => one.textContent.trim() && box(one).width);
    const head = words.filter((one) => one.parentElement === holder.firstElementChild && box(one).bottom < 60);
    const out = Math.max(...words.map(box).map((one) => Math.max(-one.left, one.right - whole.width, -one.top)));
    const over = words.filter((one) => !head.includes(one) && head.some((top) => box(one).top < box(top).bottom - 2));
    holder.remove();
    return [head.length, Math.ceil(out), over.map((one) => one.textContent)];
}"""


def test_no_words_of_a_picture_are_cut_or_drawn_over_its_title(visitor):
    """Names beside the lines, numbers behind bars, headings above columns, and the legend, in the picture's font."""
    window = visitor("en")
    for address, count in (("rankings", 1), ("sectors", 4), ("timelines", 3)):
        page = window.open(address)
        buttons = page.locator(".brep-save button[data-format=svg]")
        expect(buttons).to_have_count(count)
        for button in buttons.all():
            button.focus()
            with page.expect_download() as begun:
                page.keyboard.press("Enter")
            picture = Path(begun.value.path()).read_text("utf-8")
            head, out, over = page.evaluate(LAID_OUT, picture)
            assert head == (1 if "periods" in begun.value.suggested_filename else 2), begun.value.suggested_filename
            assert (out <= 0, over) == (True, []), (begun.value.suggested_filename, out)


def test_a_window_is_called_by_its_page_and_group(visitor):
    """Several tabs are told apart."""
    page = visitor("en").open("scorecard?period=2025&group=WG05")
    expect(page).to_have_title("Demo Working Group on Rural Electrification · Scorecard")
    page = visitor("en").open("rankings")
    expect(page).to_have_title("Rankings · BREP working groups")
