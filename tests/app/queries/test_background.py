"""Work beside the pages: in its turn, and for nobody it is not done."""

from __future__ import annotations

import threading

import pytest

from brep_metrics.app.queries import background
from brep_metrics.app.queries.background import PATIENCE, Job


@pytest.fixture
def busy():
    """A worker that is busy until `free()` is called."""
    let_go, taken = threading.Event(), threading.Event()

    def block() -> None:
        taken.set()
        let_go.wait(30)

    blocking = background._worker().submit(block)
    taken.wait(30)

    class Busy:
        def free(self) -> None:
            let_go.set()
            blocking.result(30)
            background._worker().submit(lambda: None).result(30)  # whatever waited has had its turn

    yield Busy()
    let_go.set()


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """The seconds that it shows."""
        return self.now


@pytest.mark.parametrize(("passed", "done"), [(0.0, True), (PATIENCE, True), (PATIENCE + 0.1, False)])
def test_what_nobody_asks_for_any_more_is_not_done(busy, passed, done):
    """A reader who has gone asks no more; the work that waits for its turn is passed over."""
    clock, did = Clock(), []
    job = Job(lambda _wanted: did.append("work"), clock)
    assert not job.done()
    clock.now += passed
    busy.free()
    assert bool(did) is done


def test_whoever_comes_back_finds_it_begun_anew(busy):
    """Given up once, it is done when somebody asks again, and once only."""
    clock, did = Clock(), []
    job = Job(lambda _wanted: did.append("work") or len(did), clock)
    job.done()
    clock.now += 2 * PATIENCE
    busy.free()
    assert did == []
    assert not job.done()
    busy.free()
    assert job.done()
    assert (job.result(), job.result()) == (1, 1)


def test_an_error_comes_with_the_result():
    """It is the reader's to see, not the worker's."""

    def fail(_wanted) -> None:
        raise ValueError("no draws")  # noqa: EM101, TRY003 - a test's own

    job = background.begin(fail)
    background._worker().submit(lambda: None).result(30)
    with pytest.raises(ValueError, match="no draws"):
        job.result()
