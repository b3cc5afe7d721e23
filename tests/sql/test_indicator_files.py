"""Every indicator of the shipped methodologies has a query, every query says what it returns, no parameter is idle."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brep_metrics.evidence.queries import indicator_parameters, prepare
from brep_metrics.methodology import load_methodology
from brep_metrics.periods import Period

if TYPE_CHECKING:
    from brep_metrics.methodology import Methodology

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "brep_metrics/sql/indicators").glob("*.sql"))
METHODOLOGIES = sorted((ROOT / "data/methodology").glob("*.toml"))
COLUMNS = {
    "period": "DATE", "group_id": "VARCHAR", "source": "VARCHAR", "record_id": "VARCHAR", "item": "VARCHAR",
    "numerator": "DECIMAL(18,6)", "denominator": "DECIMAL(18,6)",
}  # fmt: skip
NOT_IN_SQL = {"exemplary_score"}  # the Outcomes page reads it


@pytest.fixture(scope="module")
def methodologies() -> tuple[Methodology, ...]:
    return tuple(load_methodology(path) for path in METHODOLOGIES)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_begins_with_its_grain_and_columns(path):
    header = "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if line.startswith("--"))
    assert path.read_text("utf-8").startswith(header)
    assert re.search(r"^-- Grain: one row per ", header, re.MULTILINE)
    assert re.search(r"^-- Columns: item = ", header, re.MULTILINE)
    assert "numerator = " in header
    assert "denominator = " in header


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_returns_the_evidence_columns_and_exact_decimals(path, demo_store, methodologies):
    with demo_store.read() as reading:
        own = (one for methodology in methodologies for one in methodology.indicators if one.code == path.stem)
        prepare(reading, [Period.parse("2025")], own)
        sql = path.read_text("utf-8")
        values = {name: value for one in methodologies for name, value in one.parameters.items()}
        assert indicator_parameters(path.stem) == reading.parameters_of(sql)
        bound = {name: values.get(name, reading.as_of) for name in reading.parameters_of(sql)}
        described = reading.fetch(f"describe ({sql}\n)", bound)
    assert {name: kind for name, kind, *_ in described} == COLUMNS
    assert [name for name, *_ in described] == list(COLUMNS)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_an_indicator_of_a_shipped_methodology(path, methodologies):
    assert path.stem in {indicator.code for one in methodologies for indicator in one.indicators}


@pytest.mark.parametrize("path", METHODOLOGIES, ids=lambda path: path.stem)
def test_a_methodology_declares_exactly_the_parameters_its_queries_bind(path):
    methodology = load_methodology(path)
    bound: set[str] = set()
    for indicator in methodology.indicators:
        query = ROOT / f"brep_metrics/sql/indicators/{indicator.code}.sql"
        bound |= set(re.findall(r"\$(\w+)", re.sub(r"--.*", "", query.read_text("utf-8"))))
    assert set(methodology.parameters) - NOT_IN_SQL == bound - {"as_of"}


@pytest.mark.parametrize("path", METHODOLOGIES, ids=lambda path: path.stem)
def test_everything_a_methodology_shows_stands_in_both_languages(path):
    methodology = load_methodology(path)
    shown = {"the methodology": (methodology.title, methodology.note)}
    shown |= {grade.code: (grade.title,) for grade in methodology.grades}
    shown |= {node.code: (node.title,) for node in methodology.nodes}
    shown |= {one.code: (one.title, one.definition, one.reason) for one in methodology.indicators}
    missing = [code for code, titles in shown.items() if not all(title.zh and title.en for title in titles)]
    assert missing == []


def test_the_annual_methodology_has_the_weights_of_its_proposal():
    """Dimensions 20, 20, 20, 30, 10; the 20 scored indicators' weights add up to their dimension's."""
    methodology = load_methodology(ROOT / "data/methodology/brep-annual.toml")
    dimensions = methodology.children(methodology.root.code)
    assert [(one.code, one.weight) for one in dimensions] == [
        ("reporting", 20), ("delivery", 20), ("activity", 20), ("outcomes", 30), ("coordination", 10),
    ]  # fmt: skip
    assert len(methodology.scored) == 20
    for dimension in dimensions:
        assert sum(child.weight for child in methodology.children(dimension.code)) == dimension.weight
