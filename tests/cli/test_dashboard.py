"""Opening the dashboard: which port it takes."""

from __future__ import annotations

import socket

import pytest

from brep_metrics.cli.dashboard import HOST, free_port
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
