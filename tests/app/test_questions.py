"""The table of twelve questions in CONTRIBUTING: no answer is more than two clicks away, and each click exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brep_metrics import app
from brep_metrics.access import Role
from brep_metrics.app.pages import PAGES, pages_of

ROOT = Path(__file__).parents[2]
MAX_CLICKS = 2
SECTION = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Twelve questions\n")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in SECTION.splitlines() if "---" not in line]
QUESTIONS = [row for row in ROWS if len(row) == 6][1:]
SOURCE = "\n".join(path.read_text("utf-8") for path in Path(app.__file__).parent.rglob("*.py"))


def test_there_are_twelve():
    """For each of the three roles at least one."""
    assert len(QUESTIONS) == 12
    assert {row[0] for row in QUESTIONS} == {"evaluator", "lead", "member"}


@pytest.mark.parametrize(("who", "question", "before", "clicks", "way", "where"), QUESTIONS, ids=lambda cell: cell[:30])
def test_an_answer_is_at_most_two_clicks_away(who, question, before, clicks, way, where):
    """Each click is on a page of the reader's menu, or on what carries its key in the code of a page or the sidebar."""
    steps = re.findall("`([^`]+)`", way)
    assert len(steps) == int(clicks) <= MAX_CLICKS, question
    assert before == "–" or int(before) >= int(clicks), question
    assert where
    own = {page.code for page in pages_of(Role(who))}
    for step in steps:
        if step in {page.code for page in PAGES}:
            assert step in own, question
        else:
            assert re.search(rf'"{step}(-\{{one\.code\}})?"', SOURCE), question
