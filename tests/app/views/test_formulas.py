from __future__ import annotations

import re
from typing import get_args

import pytest

from brep_metrics.app.views.methodology.formulas import method_file, method_text
from brep_metrics.i18n import LANGUAGES
from brep_metrics.methodology import Aggregate, Method, MissingRule, Reduction, TreatmentStep
from brep_metrics.robustness.factors import FACTORS
from brep_metrics.scoring import Status

CODE, FORMULA = re.compile(r"`(\w+)`"), re.compile(r"\$\$\n(.+?)\n\$\$")
LIST, BOLD = re.compile(r"^- ", re.MULTILINE), re.compile(r"\*\*")
OPTIONS = {
    "reductions": get_args(Reduction),
    "missing rules": get_args(MissingRule),
    "treatments": get_args(TreatmentStep),
    "normalisations": get_args(Method),
    "aggregations": get_args(Aggregate),
    "robustness factors": FACTORS,
    "statuses": tuple(Status),
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_the_code_is_documented(language, options):
    """An option that the engine takes is named, as a methodology file writes it."""
    assert set(options) <= set(CODE.findall(method_file(language).read_text("utf-8")))


def test_both_languages_say_the_same():
    """The same parts in the same order, each with the same options, formulas, lists and remarks."""
    chinese, english = (method_text(language)[1] for language in ("zh", "en"))
    assert [title.partition(". ")[0] for title, _ in chinese] == [title.partition(". ")[0] for title, _ in english]
    for (title, zh), (_, en) in zip(chinese, english, strict=True):
        assert set(CODE.findall(zh)) == set(CODE.findall(en)), title
        assert [_symbols(one) for one in FORMULA.findall(zh)] == [_symbols(one) for one in FORMULA.findall(en)], title
        for part in (LIST, BOLD):
            assert len(part.findall(zh)) == len(part.findall(en)), title


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_are_closed(language):
    """A dollar sign without its partner would turn the rest of a paragraph into a formula."""
    for title, text in method_text(language)[1]:
        for paragraph in text.split("\n\n"):
            assert re.sub(r"`[^`]*`", "", paragraph).count("$") % 2 == 0, title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_part(app, language):
    """The documentation is one choice away on the page, each part under its own heading."""
    page = app("methodology", lang=language, view="formulas")
    assert not page.exception
    introduction, parts = method_text(language)
    assert [one.label for one in page.main.expander] == [title for title, _ in parts]
    assert introduction in [one.value for one in page.markdown]


def _symbols(formula: str) -> str:
    """A formula without its words."""
    return re.sub(r"\\text\{[^}]*\}", "", formula)
