from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from brep_metrics.i18n import Title
from brep_metrics.periods import Period
from brep_metrics.snapshot.brief import brief
from brep_metrics.snapshot.findings import find
from brep_metrics.snapshot.provenance import Provenance


class Page(HTMLParser):
    """The tags with their attributes, and all text."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep the text."""
        self.text += data


def parsed(html):
    page = Page()
    page.feed(html)
    return page


@pytest.fixture(scope="module")
def findings(small_store, methodology):
    with small_store.read() as reading:
        return find(reading, methodology, Period.parse("2025"))


def provenance_in(language, findings):
    evaluation = findings.evaluation
    return Provenance.of(
        evaluation.generation,
        evaluation.methodology,
        period="2025",
        as_of=evaluation.as_of,
        scope="all",
        language=language,
        software="0",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_has_its_sections_in_the_chosen_language(findings, language):
    """Ranking, changes, attention, exemplary outcomes and method, on two pages, with the leader's name and score."""
    page = parsed(brief(findings, provenance_in(language, findings)))
    sections = {
        "zh": ["名次区间", "变化最大", "需要关注", "优秀合作成果", "评估方法要点"],
        "en": ["Rank interval", "Largest changes", "Needs attention", "Exemplary outcomes", "The method in five lines"],
    }
    assert all(words in page.text for words in sections[language])
    first = findings.evaluation.scores.rank.tolist().index(1)
    assert findings.evaluation.groups[first].name.text(language) in page.text
    assert f"{findings.evaluation.scores.score[first]:.2f}" in page.text
    assert sum(attributes.get("class") == "page" for tag, attributes in page.tags if tag == "section") == 2


def test_it_asks_nothing_of_the_network(findings):
    """No script, no link, no picture, no font from elsewhere; the policy forbids them besides."""
    html = brief(findings, provenance_in("en", findings))
    page = parsed(html)
    assert not {"script", "link", "img", "iframe", "a", "object"} & {tag for tag, _ in page.tags}
    assert not {"src", "href"} & {name for _, attributes in page.tags for name in attributes}
    assert "url(" not in html
    assert "@import" not in html


def test_a_name_is_never_markup(findings):
    """A group called like a tag is shown as it is called."""
    evaluation = findings.evaluation
    groups = (
        replace(evaluation.groups[0], name=Title("<script>1</script>", "<script>1</script>")),
        *evaluation.groups[1:],
    )
    changed = replace(findings, evaluation=replace(evaluation, groups=groups))
    page = parsed(brief(changed, provenance_in("en", findings)))
    assert "script" not in {tag for tag, _ in page.tags}
    assert "<script>1</script>" in page.text
