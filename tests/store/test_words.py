"""Only the store knows what kinds of stores there are: nobody else names a database or a bucket."""

from __future__ import annotations

import re
from pathlib import Path

import brep_metrics

PACKAGE = Path(brep_metrics.__file__).parent
KINDS = re.compile(r"sqlite|postgres|\bs3\b|sqlalchemy|alembic|obstore", re.IGNORECASE)


def test_no_other_module_names_a_kind_of_store():
    """A page or a command that did would have to change with the store."""
    files = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "store"]
    assert len(files) > 200
    assert [str(path) for path in files if KINDS.search(path.read_text("utf-8"))] == []
