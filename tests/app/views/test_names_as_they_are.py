"""Names that hold what Markdown or Streamlit would read are shown as they are, on every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of
from brep_metrics.app.wording.formats import plain
from brep_metrics.demo import load_demonstration
from brep_metrics.schema import load_schema
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

HOSTILE = ":green finance :red[y] :material/home: :smile: $5$ *b* [l](http://x.example)"
CODES = [page.code for page in pages_of(Role.EVALUATOR)]
NAMES = ("name_zh", "name_en", "title_zh", "title_en", "title", "event", "reviewer", "unit", "resolution", "suggestion")
# What Streamlit reads as Markdown: these kinds of elements by their text, these by their label.
TEXTS = ("markdown", "caption", "title", "header", "subheader", "info", "success", "warning", "error")
LABELS = ("expander", "button", "metric", "checkbox", "toggle", "tabs", "slider", "selectbox", "multiselect")
# A directive or emphasis without a backslash before it.
RAW = re.compile(r"(?<!\\):green|(?<!\\):red|(?<!\\):smile|:material/home|(?<!\\)\$5|(?<!\\)\*b|(?<!\\)\[l\]")


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration, every name of which has the hostile text behind it."""
    store = open_store(tmp_path_factory.mktemp("hostile") / "store")
    day = load_demonstration(store).date
    with store.write(who="test", why=HOSTILE, day=day) as draft:
        for table in load_schema().tables.values():
            for column in table.columns.keys() & set(NAMES):
                draft.execute(f"update {table.name} set {column} = {column} || ' ' || $text", {"text": HOSTILE})
    return store


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        *((code, {}) for code in CODES),
        ("scorecard", {"group": "WG01", "indicator": "plan_completion"}),
        ("rankings", {"compare": ["WG01", "WG02"]}),
        ("data", {"part": "history", "files": "g000002"}),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_is_read_as_markdown(app, monkeypatch, page, parameters, lang):
    """Every text and label that is read as Markdown holds such a name escaped, if at all."""
    opened = app(page, lang=lang, **parameters)
    assert not opened.exception
    elements = [(kind, element) for kind in TEXTS for element in opened.get(kind)]
    said = [(kind, str(element.value)) for kind, element in elements]
    said += [(kind, str(element.label)) for kind in LABELS for element in opened.get(kind) if hasattr(element, "label")]
    assert [(kind, text) for kind, text in said if RAW.search(text)] == []


def test_a_name_is_in_the_title_of_its_card(app, monkeypatch):
    """It is escaped, not left out."""
    assert plain(HOSTILE) in app("scorecard", lang="en", group="WG01").title[0].value


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Group:green finance", r"Group\:green finance"),
        (":red[x]", r"\:red\[x\]"),
        (":smile:", r"\:smile\:"),
        (":material/home:", "\\:\u2060material/home\\:"),
        ("$5 and $6", r"\$5 and \$6"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("R&amp;D <b>", r"R\&amp;D \<b\>"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("# a", r"\# a"),
        ("a -- b", "a -\u2060- b"),
        ("WG01, 9.5", "WG01, 9.5"),
    ],
)
def test_markup_is_escaped(text: str, escaped: str):
    """By a backslash each; where Streamlit does not heed that, an invisible joiner parts the characters."""
    assert plain(text) == escaped
