"""Under what the results that sessions share are kept: two questions with different answers never share a key."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import replace
from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest

from brep_metrics import app as package
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import network, results
from brep_metrics.app.queries.rankings import rankings
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.queries.selection import Key, Selection
from brep_metrics.app.queries.two_periods import two_periods
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK, AccessScope

KEY = Key("store", "g000001", "hash", date(2025, 12, 31), "scope")
OTHERS = (
    KEY._replace(store="another"),
    KEY._replace(generation="g000002"),
    KEY._replace(methodology="another"),
    KEY._replace(as_of=date(2025, 6, 30)),
    KEY._replace(scope="another"),
)
P2024, P2025 = Period.parse("2024"), Period.parse("2025")
E2024, E2025 = SimpleNamespace(period=P2024), SimpleNamespace(period=P2025)


def functions_of_a_selection():
    """Every cached function of the dashboard whose first argument is a selection, and the names of the other ones."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name.endswith(".main"):  # a script, which draws a page
            continue
        for name, one in vars(import_module(found.name)).items():
            if not hasattr(one, "cache_key") or one.__module__ != found.name or one is results._facts:
                continue
            first, *more = inspect.signature(one.__wrapped__).parameters
            if first == "selection":
                yield pytest.param(one, more, id=f"{found.name.removeprefix(package.__name__)}.{name}")


@pytest.fixture(scope="module")
def selection(demo_store, network_methodologies) -> Selection:
    """What an evaluator looks at."""
    seen = Visit("rankings", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(seen, network_methodologies[0], P2025)


@pytest.fixture(scope="module")
def others(selection, network_methodologies) -> tuple[Selection, ...]:
    """The same in another period, by another methodology, as of another day, of another generation, and for others."""
    version, seen = selection.version, selection.visit
    scope = AccessScope(frozenset({"WG03"}), frozenset({"WG03"}), "ORG003")
    return (
        replace(selection, period=P2024),
        replace(selection, version=replace(version, methodology=network_methodologies[1])),
        replace(selection, version=replace(version, day=date(2025, 6, 30))),
        replace(selection, version=replace(version, generation=replace(version.generation, id="g000099"))),
        replace(selection, visit=replace(seen, language="zh")),
        replace(selection, visit=replace(seen, access_scope=scope)),
    )


@pytest.mark.parametrize(
    ("function", "arguments", "different"),
    [
        (network.evaluation, (None, None, KEY, P2025), (None, None, KEY, P2024)),
        (network.history, (None, None, KEY, (P2024, P2025)), (None, None, KEY, (P2025,))),
        (network.next_grade, (E2025, "WG01", KEY), (E2025, "WG02", KEY)),
        (network.next_grade, (E2025, "WG01", KEY), (E2024, "WG01", KEY)),
        (network.rank_uncertainty, (None, E2025, KEY), (None, E2024, KEY)),
        (network.sensitivity, (None, E2025, KEY), (None, E2024, KEY)),
        (network.calibrated, ((E2024, E2025), KEY), ((E2025,), KEY)),
        (results._facts, (None, KEY, "groups"), (None, KEY, "sectors")),
    ],
)
def test_results_of_the_network_are_kept_by_all_that_they_depend_on(function, arguments, different):
    """Store, generation, methodology, day and scope, and what else is asked for."""
    at = arguments.index(KEY)
    keys = {function.cache_key(*arguments), function.cache_key(*different)}
    keys |= {function.cache_key(*arguments[:at], key, *arguments[at + 1 :]) for key in OTHERS}
    assert len(keys) == 7


def test_a_facts_parameters_are_part_of_its_key():
    """Their order is not."""
    key = results._facts.cache_key
    assert key(None, KEY, "x", a=1, b=2) == key(None, KEY, "x", b=2, a=1) != key(None, KEY, "x", a=1, b=3)


@pytest.mark.parametrize(("function", "more"), list(functions_of_a_selection()))
def test_whatever_changes_the_selection_changes_the_key_of_every_result(function, more, selection, others):
    """Period, methodology, day, generation, language and access scope; what is asked for besides stays the same."""
    keys = {function.cache_key(one, *more) for one in (selection, *others)}
    assert len(keys) == 7


@pytest.mark.parametrize(
    "model",
    [
        lambda selection, more: scorecard(selection, more[0]),
        lambda selection, more: rankings(selection, more, ()),
        lambda selection, more: two_periods(selection, Period.parse("2023"), more),
    ],
    ids=["scorecard", "rankings", "two_periods"],
)
def test_charts_and_tables_of_a_page_are_kept_by_its_models_key(model, selection, others):
    """Another period, methodology or language, and other groups or sectors, are another model with another key."""
    period, methodology, *_, language, _ = others
    asked = [(one, ("WG03",)) for one in (selection, period, methodology, language)] + [(selection, ("WG01",))]
    assert len({model(*one).key for one in asked}) == 5
