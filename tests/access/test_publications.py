"""Publications: recorded with who and when, superseded with a reason, never edited."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from brep_metrics.access import publication_of, publications, publish
from brep_metrics.errors import NoDataError, UsageError
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import Status, evaluate
from brep_metrics.store import open_store


@pytest.fixture(scope="module")
def evaluation(demo_store):
    with demo_store.read() as reading:
        return evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025"))


@pytest.fixture
def store(tmp_path):
    """An empty store: publishing writes to its journal only."""
    return open_store(tmp_path / "store")


def test_a_published_result_can_be_computed_again_from_its_record(store, evaluation):
    """The record names generation, as-of date and period, and holds the whole methodology."""
    made = publish(store, evaluation, who="evaluator@example.org")
    assert (made.who, made.reason, made.period) == ("evaluator@example.org", None, evaluation.period)
    assert made.methodology() == evaluation.methodology
    assert made.shows(evaluation)
    assert publication_of(store, evaluation.period, evaluation.methodology.id) == made


def test_another_result_of_the_period_needs_a_reason_and_supersedes(store, evaluation):
    """The first stays in the record; the latest one is in force."""
    first = publish(store, evaluation, who="a@example.org")
    text = evaluation.methodology.text.replace("answer_days = 30", "answer_days = 31")
    other = parse_methodology(text, file="brep-annual.toml")
    assert other.hash != evaluation.methodology.hash
    changed = evaluation.__class__(**{**vars(evaluation), "methodology": other})
    with pytest.raises(UsageError, match="why"):
        publish(store, changed, who="b@example.org", reason="  ")
    second = publish(store, changed, who="b@example.org", reason="An objection was upheld")
    assert publications(store) == (first, second)
    assert publication_of(store, evaluation.period, other.id) == second
    assert not first.shows(changed)


def test_the_same_result_is_not_published_twice(store, evaluation):
    """A second click changes nothing."""
    publish(store, evaluation, who="a@example.org")
    with pytest.raises(UsageError, match="already"):
        publish(store, evaluation, who="a@example.org", reason="again")
    assert len(publications(store)) == 1


def test_a_publication_that_was_edited_breaks_the_chain(store, evaluation):
    """Who published what cannot be rewritten unnoticed."""
    publish(store, evaluation, who="a@example.org")
    assert not store.verify()
    with closing(sqlite3.connect(Path(store.address) / "register.sqlite")) as register, register:
        register.execute("update event set who = 'z@example.org'")
    assert [(fault.file, fault.line) for fault in store.verify()] == [("journal", 1)]


def test_two_who_publish_at_once_do_not_pass_each_other(store, evaluation):
    """Whether a reason is needed is decided in the transaction that publishes: of eight, one needs none."""

    def one(number: int) -> bool:
        try:
            publish(store, evaluation, who=f"{number}@example.org")
        except UsageError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(8))) == 1
    assert len(publications(store)) == 1


def test_a_period_that_runs_is_not_published(store, evaluation):
    """On its last day it still runs; on the day after it can be."""
    last = evaluation.period.end - timedelta(days=1)
    with pytest.raises(UsageError, match="still running"):
        publish(store, replace(evaluation, as_of=last), who="a@example.org")
    publish(store, replace(evaluation, as_of=evaluation.period.end), who="a@example.org")
    assert len(publications(store)) == 1


def test_without_a_rated_group_there_is_no_result_to_publish(store, evaluation):
    """Groups that are all new."""
    status = (Status.NEW,) * len(evaluation.groups)
    with pytest.raises(NoDataError, match="no group is rated in 2025"):
        publish(store, replace(evaluation, scores=replace(evaluation.scores, status=status)), who="a@example.org")
    assert not publications(store)
