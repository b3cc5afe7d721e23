"""What the dashboard reads, it reads within a scope that it names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from brep_metrics import app

FILES = sorted(Path(app.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(Path(app.__file__).parent)))
def test_no_reading_without_a_scope(file):
    """A scope that somebody forgot would be the whole network."""
    calls = [
        node
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "read"
        and "store" in ast.unparse(node.func.value)
    ]
    assert not [ast.unparse(call) for call in calls if "scope" not in {one.arg for one in call.keywords}]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(Path(app.__file__).parent)))
def test_only_the_lower_layers_name_the_whole_network(file):
    """A view or a widget asks the query layer, which knows for whom."""
    layer = file.relative_to(Path(app.__file__).parent).parts[0]
    assert layer in {"auth", "context", "queries"} or "WHOLE_NETWORK" not in file.read_text("utf-8")
