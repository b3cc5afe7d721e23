"""Opening the dashboard: which port it takes."""

from __future__ import annotations

import socket
import subprocess

import pytest

from brep_metrics.cli.dashboard import HOST, free_port
from brep_metrics.cli.main import run
from brep_metrics.errors import UsageError


@pytest.fixture
def busy():
    """A port that somebody listens on."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_busy_port_gives_way_to_the_next_free_one(busy):
    found = free_port(busy)
    assert found > busy
    with socket.socket() as server:
        server.bind((HOST, found))


def test_a_free_port_is_taken_as_it_is_asked_for(busy):
    free = free_port(busy)
    assert free_port(free) == free


def test_no_port_is_no_dashboard():
    with pytest.raises(UsageError, match="no free port from 70000 on"):
        free_port(70_000)


@pytest.mark.parametrize("given", ["postgresql://user@db.example.org/brep", "some/folder"])
def test_the_dashboard_gets_the_store_that_was_given(given: str, tmp_path, monkeypatch):
    """A server's address as it is, a folder from where the user works."""
    started = {}

    def start(_command, env, **_rest):
        started.update(env)
        return subprocess.CompletedProcess([], 0)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("brep_metrics.cli.dashboard.subprocess.run", start)
    assert run(["dashboard", "--store", given, "--headless"]) == 0
    expected = given if "://" in given else str(tmp_path / given)
    assert started["BREP_STORE"] == expected
