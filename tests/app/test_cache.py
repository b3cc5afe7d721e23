"""What sessions share: one computation a key, and a key that holds whatever changes what a reader sees."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pandas as pd
import pytest

from brep_metrics.access import Role, Viewer, scope_of
from brep_metrics.app.cache import cached, cached_for_selection, clear_caches
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK


@pytest.fixture
def selection(demo_store, network_methodologies) -> Selection:
    """What an evaluator looks at."""
    visit = Visit("rankings", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_the_same_question_is_answered_once(selection):
    """Equal keys share one answer, also when many ask at the same time; what was forgotten is worked out again."""
    asked, together = [], Barrier(4)

    @cached_for_selection(10)
    def answer(selection: Selection, *words: str) -> list[str]:
        asked.append(words)
        return [selection.period.code, *words]

    def ask(_: int) -> list[str]:
        together.wait()
        return answer(replace(selection), "a", "b")

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(ask, range(4))
    assert all(one is first for one in others)
    assert asked == [("a", "b")]
    assert answer(selection, "a") == ["2025", "a"]
    clear_caches()
    assert answer(selection, "a", "b") is not first


def test_whatever_changes_the_page_changes_the_key(selection, demo_store, network_methodologies):
    """Another period, methodology, day, language or access scope is another question."""
    with demo_store.read() as reading:
        lead = reading.fetch("select organization_id from membership where role = 'lead' limit 1")[0][0]
        access_scope = scope_of(Viewer(Role.LEAD, "lead@example.org", lead), reading)
    visit = selection.visit
    others = [
        replace(selection, period=Period.parse("2024")),
        replace(selection, version=replace(selection.version, methodology=network_methodologies[1])),
        replace(selection, version=replace(selection.version, day=date(2025, 6, 30))),
        replace(selection, visit=replace(visit, language="zh")),
        replace(selection, visit=replace(visit, access_scope=access_scope)),
    ]
    assert len({selection.key, *(other.key for other in others)}) == len(others) + 1


def test_only_plain_values_are_part_of_a_key(selection):
    """A frame or a list would mean whatever is in it later, so it is refused."""

    @cached_for_selection(10)
    def answer(selection: Selection, given: object) -> object:
        return given

    for given in (pd.DataFrame(), ["a"]):
        with pytest.raises(TypeError, match="unhashable"):
            answer(selection, given)


def test_the_oldest_answers_are_let_go():
    """No more are kept than was said."""
    asked = []
    double = cached(2, key=lambda number: number)(lambda number: asked.append(number) or 2 * number)
    assert [double(number) for number in (1, 2, 3, 1)] == [2, 4, 6, 2]
    assert asked == [1, 2, 3, 1]
