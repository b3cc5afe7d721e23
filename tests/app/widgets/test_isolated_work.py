"""Waiting for work apart: its place and its process are free again as soon as the reader goes."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import streamlit as st

from brep_metrics.app import run_lock
from brep_metrics.app.widgets import isolated_work


class ReaderGoneError(BaseException):
    """What Streamlit raises at the next word to a browser that is not there any more."""


@pytest.fixture
def endless(monkeypatch):
    """Work that never ends; says whether it is under way."""
    state = SimpleNamespace(running=0)

    @contextmanager
    def started(_task, *_arguments, limits):
        state.running += 1
        try:
            yield SimpleNamespace(is_done=lambda _seconds: False, result=lambda: None)
        finally:
            state.running -= 1

    monkeypatch.setattr(isolated_work.isolated, "started", started)
    return state


def test_it_ends_when_its_reader_goes(endless, monkeypatch):
    """At the next look, and the next reader has the place."""
    looks = iter(range(3))

    def look() -> None:
        assert endless.running == 1
        if next(looks) == 2:
            raise ReaderGoneError

    monkeypatch.setattr(st, "empty", lambda: SimpleNamespace(empty=look))
    for _ in range(3):
        looks = iter(range(3))
        with pytest.raises(ReaderGoneError):
            isolated_work.isolated_result("verify")
        assert endless.running == 0


def test_others_run_while_it_waits(endless, monkeypatch):
    """The run that waits gives away the lock under which runs follow each other, and releases it just once."""

    def look() -> None:
        with run_lock.run_lock(0.0) as alone:
            assert alone
        raise ReaderGoneError

    monkeypatch.setattr(st, "empty", lambda: SimpleNamespace(empty=look))
    with pytest.raises(ReaderGoneError), run_lock.run_lock():
        isolated_work.isolated_result("verify")
    with run_lock.run_lock(0.0) as alone:
        assert alone
