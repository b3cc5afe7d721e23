from __future__ import annotations

import re
from pathlib import Path

import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

CODES = ["", *[page.code for page in pages_of(Role.EVALUATOR)][1:]]
DEEPER = [  # none after another one of its page
    "rankings?compare=WG01&compare=WG05&against=2024",
    "scorecard?why=change&indicator=joint_activities",
    "data?part=load",
    "methodology?view=what-if",
    "data?part=history",
    "methodology?view=doubt",
    "snapshots?part=verify",
    "scorecard?why=next&period=2024",
    "",
]
# What a box around words cuts off. Values in a select box end in an ellipsis, as everywhere in Streamlit.
CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1,h2,h3,h5,p,label,button,summary)')]
    .filter(one => one.offsetWidth && !one.closest('[data-testid="stSelectbox"] [role="group"]'))
    .filter(one => getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.innerText)"""
# Words of charts that reach out of their chart, and pairs that lie on each other.
IN_CHARTS = """() => [...document.querySelectorAll('.brep-chart')].flatMap(chart => {
    const TURNED = /rotate\\((?!0[,)])/;  // its box says nothing of where its letters are
    const frame = chart.getBoundingClientRect();
    const words = [...chart.querySelectorAll('text')]
        .filter(text => !TURNED.test(text.getAttribute('transform')))
        .map(text => [text.textContent, text.getBoundingClientRect()])
        .filter(([said, box]) => said.trim() && box.width);
    const outside = words.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([said]) => `outside: ${said}`);
    const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3;
    const pairs = words.flatMap(([said, box], at) => words.slice(at + 1)
        .filter(([, other]) => over(box, other)).map(([other]) => `${said} | ${other}`));
    return [...outside, ...pairs];
})"""
SIDEWAYS = """() => ['[data-testid="stMain"]', '[data-testid="stSidebar"][aria-expanded="true"] > div']
    .flatMap(part => [...document.querySelectorAll(part)]).map(part => part.scrollWidth - part.clientWidth)"""


@pytest.fixture(scope="module")
def longer(demo_store, serve):
    """A dashboard whose every text is 30 % longer."""
    with serve(demo_store.address, PYTHONPATH=str(Path(__file__).with_name("longer"))) as address:
        yield address


@pytest.mark.parametrize("width", [1440, 390])
def test_texts_a_third_longer_break_no_layout(visitor, longer, width):
    """Nothing scrolls sideways, no words are cut, and in no chart do any leave it or lie on each other."""
    window = visitor("en", width=width, at=longer)
    window.open("")
    for address in [*CODES[1:], *DEEPER]:
        page = window.turn(address)
        assert page.locator('[data-testid="stException"]').count() == 0, address
        assert "erwei" in page.locator("h1").inner_text(), address
        assert not any(page.evaluate(SIDEWAYS)), address
        assert page.evaluate(CUT) == [], address
        assert page.evaluate(IN_CHARTS) == [], address
    page = window.open("scorecard?group=WG05")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", print_background=True))) == 1
