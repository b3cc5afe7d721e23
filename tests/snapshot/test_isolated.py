"""Verifying apart from everything else: the same answers, within limits, and nothing left when its reader goes."""

from __future__ import annotations

import os
import time

import pytest

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.isolated import Limits, started
from brep_metrics.snapshot import verify


def result(task, archives, limits=None):
    with started(task, *archives, limits=limits or Limits()) as work:
        assert work.is_done(120)
        return work.result()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_answer_is_that_of_verifying_here(snapshot):
    """What the snapshot is one of, to the last value."""
    assert result("verify", [snapshot.path]) == verify(snapshot.path)


def test_a_comparison_comes_with_its_tables(snapshot):
    """Frames cross over whole."""
    found = result("compare", [snapshot.path, snapshot.path])
    assert len(found.groups) == 8
    assert found.inputs == {}


def test_a_refusal_comes_with_its_faults(repacked):
    """Sentence, file and line are those that verifying here would give."""
    path = repacked(lambda folder: (folder / "tables/review.csv").unlink())
    with pytest.raises(FaultsError) as there:
        result("verify", [path])
    with pytest.raises(FaultsError) as here:
        verify(path)
    assert there.value.text("zh") == here.value.text("zh")
    assert there.value.faults == here.value.faults


def test_a_wrong_request_stays_one(tmp_path):
    """The kind of an error crosses over too."""
    with pytest.raises(UsageError, match="no file"):
        result("verify", [tmp_path / "absent.zip"])


@pytest.mark.parametrize("limits", [Limits(seconds=1), Limits(bytes=400 << 20)])
def test_what_needs_more_than_the_limits_is_ended_with_a_sentence(snapshot, limits):
    """Time and memory; the server itself goes on."""
    with pytest.raises(UsageError, match="which is the limit"):
        result("verify", [snapshot.path], limits)


def test_nothing_is_left_when_the_reader_goes(snapshot, tmp_path, monkeypatch):
    """The process ends with the block, in the middle of its work, and its files go with it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with started("verify", snapshot.path) as work:
        time.sleep(0.5)
        assert is_running(work.process.pid)
    assert not is_running(work.process.pid)
    assert list(tmp_path.glob("brep-*")) == []
