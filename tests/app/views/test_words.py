from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from google.protobuf.json_format import MessageToDict

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where an element keeps words for readers: on the page, in a table's headings, in a figure.
WORDS = {"body", "label", "help", "placeholder", "delta", "deltaDescription", "options", "alt"}
WORDS |= {"title", "text", "name", "ticktext", "hovertext", "hovertemplate", "x", "y"}
ENGLISH = re.compile("[A-Za-z]{3,}")
# Names, formats and codes, which are the same in every language.
NO_WORDS = re.compile(
    r"(?s)<style>.*|%\{.*?\}|</?extra>|<br>|:material/\w+:|:\w+-badge|`[^`]*`|[A-Z]+[0-9][\w-]*"
    r"|\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b|· [a-z]+ ·"  # hashes, and the initials by which a group is found
    r"|\b(BREP|metrics|English|Language|CSV|XLSX|ZIP|zip|UTC"
    r"|sha256|scores\.csv|csv|demo|brep|min|max|Demonstration|network|Demo|reviewer)\b"
)
VIEWS = [{}, *({"view": view} for view in ("what-if", "doubt", "points", "calibration"))]
OPENED = {
    "overview": [{}, {"late": "WG06"}],
    "rankings": [{}, {"compare": ["WG01", "WG02"], "against": "2024"}],
    "scorecard": [{}, {"why": "change", "indicator": "plan_completion"}, {"why": "next", "period": "2024"}],
    "timelines": [{}, {"show": "rank", "by": "quarter"}],
    "methodology": VIEWS,
    "inbox": [{}, {"part": "obligations"}, {"part": "own", "table": "activity"}],
    "data": [{}, {"part": "load"}, {"part": "history"}, {"table": "report"}],
    "snapshots": [{}, {"part": "verify"}, {"part": "compare"}],
}
CASES = [(page.code, address) for page in pages_of(Role.EVALUATOR) for address in OPENED.get(page.code, [{}])]


@pytest.mark.parametrize(("page", "address"), CASES)
def test_no_word_of_a_page_is_english_for_a_chinese_reader(app, page, address):
    """Headings, captions, boxes, columns and figures too, whether or not somebody thought of the catalogue."""
    opened = app(page, lang="zh", **address)
    assert not opened.exception
    assert opened.title[0].value.endswith("\uff1f")
    first_steps = "**\u4f7f\u7528\u5165\u95e8**"
    answer = next(one.value for one in opened.markdown if not one.value.startswith(first_steps))
    assert answer.startswith("##### ")
    assert "g000001" in opened.main.caption[-1].value
    found = {text for element in elements(opened) for text in words(element, "")}
    assert found
    assert sorted(text for text in found if ENGLISH.search(NO_WORDS.sub("", text))) == []


def elements(opened) -> Iterator[object]:
    """What is on the page and in the menu, as it is sent to the browser."""
    waiting = [opened._tree]
    while waiting:
        for child in getattr(waiting.pop(), "children", {}).values():
            waiting.append(child)
            if getattr(child, "proto", None) is not None:
                yield MessageToDict(child.proto)


def words(value: object, key: str) -> Iterator[str]:
    """All texts under one of the keys that hold words, also within JSON."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, dict):
        for name, part in value.items():
            yield from words(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from words(part, key)
    elif isinstance(value, str) and key in WORDS:
        yield value
