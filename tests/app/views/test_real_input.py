"""The pages on real input: the power projects of the inventory, whose groups have no members, reports or needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from brep_metrics.access import Role
from brep_metrics.app import pages
from brep_metrics.app.context import stores
from brep_metrics.cofi import convert
from brep_metrics.intake import load
from brep_metrics.store import open_store
from brep_metrics.table_files import write_tables

EVALUATORS = [entry.code for entry in pages.pages_of(Role.EVALUATOR)]


@pytest.fixture(scope="module")
def inventory_store(shared, tmp_path_factory):
    """A store that holds the inventory and nothing else."""
    folder = tmp_path_factory.mktemp("inventory")
    write_tables(convert(shared / "data" / "cofi.csv").tables, folder / "tables")
    store = open_store(folder / "store")
    load(store, [folder / "tables"], who="test", why="real input")
    return store


def opened(store, monkeypatch, page: str, **parameters: str) -> AppTest:
    monkeypatch.setenv(stores.STORE_VARIABLE, store.address)
    app = AppTest.from_file(str(Path(stores.__file__).parents[1] / "main.py"), default_timeout=60)
    for name, value in {"methodology": "power-projects", "period": "2017", **parameters}.items():
        app.query_params[name] = value
    if page != EVALUATORS[0]:
        app = app.switch_page(pages.page(page).file)
    return app.run()


@pytest.mark.parametrize("page", EVALUATORS)
def test_every_page_works_without_most_tables(page, inventory_store, monkeypatch):
    """Whole tables are empty here: a page says what is not there instead of failing."""
    app = opened(inventory_store, monkeypatch, page, lang="en")
    assert not app.exception
    assert app.title


def test_the_ranking_is_that_of_the_command_line(inventory_store, monkeypatch):
    """The sentence on Rankings names the region that leads, by its own name in each language."""
    sentence = {
        language: " ".join(
            block.value for block in opened(inventory_store, monkeypatch, "rankings", lang=language).markdown
        )
        for language in ("en", "zh")
    }
    assert "Sub-Saharan Africa" in sentence["en"]
    assert "撒哈拉以南非洲" in sentence["zh"]


def test_only_the_demonstration_is_called_fictional(inventory_store, demo_store, monkeypatch):
    """A chart may shorten the names that say so; the frame around every page still does."""
    said = {
        store.address: [
            block.value
            for block in opened(store, monkeypatch, "rankings", lang="en", methodology="brep-annual").sidebar.markdown
        ]
        for store in (demo_store, inventory_store)
    }
    assert any("Fictional" in text for text in said[demo_store.address])
    assert not any("Fictional" in text for text in said[inventory_store.address])
