"""What tests of several packages share: small stores made of a test's own rows, and the demonstration network."""

from __future__ import annotations

import fcntl
import os
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from copies import copy_store

from brep_metrics.demo import load_demonstration
from brep_metrics.methodology import load_methodology
from brep_metrics.rounds import demonstrate_rounds
from brep_metrics.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Draft

Rows = list[dict[str, Any]]
LISTS = ("country_codes", "organization_ids", "partner_group_ids")
LONG_AGO = date(2020, 1, 1)
METHODOLOGY_DIRECTORY = Path(__file__).parents[1] / "data" / "methodology"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive a browser or hold a slow test come first: the last of them would keep one process busy alone."""
    long = {one.path for one in items if one.get_closest_marker("browser") or one.get_closest_marker("slow")}
    items.sort(key=lambda one: one.path not in long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long the tests marked `slow` took, and how long all others, with what they set up and take down."""
    reports = [
        one for reported in terminalreporter.stats.values() for one in reported if isinstance(one, pytest.TestReport)
    ]
    slow = sum(one.duration for one in reports if "slow" in one.keywords)
    rest = sum(one.duration for one in reports) - slow
    if slow:
        terminalreporter.write_line(
            f"tests marked slow: {slow:.0f} s; the rest: {rest:.0f} s (of all processes together)"
        )


@pytest.fixture
def store_of(tmp_path: Path) -> Callable[[Mapping[str, Rows]], Store]:
    """Makes a store with the given rows by table; what a row leaves out is empty, and it was recorded long ago."""
    number = count(1)

    def make(tables: Mapping[str, Rows]) -> Store:
        store = open_store(tmp_path / f"store-{next(number)}")
        with store.write(who="test", why="rows of a test", day=LONG_AGO) as draft:
            for table, rows in tables.items():
                _insert(draft, table, rows)
        return store

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the repository; a test that needs it is skipped where it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"the reference data are not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def network_methodologies() -> tuple[Methodology, ...]:
    """The methodologies that evaluate the network's working groups: the annual and the five-year one."""
    return tuple(load_methodology(METHODOLOGY_DIRECTORY / f"brep-{name}.toml") for name in ("annual", "five-year"))


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the demonstration network; shared by the whole session, so only to be read."""
    store = open_store(tmp_path_factory.mktemp("demo-store"))
    load_demonstration(store)
    return store


@pytest.fixture(scope="session")
def _eight_groups(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("eight") / "store")
    load_demonstration(store, "eight")
    return store


@pytest.fixture
def store_of_eight_groups(_eight_groups: Store, tmp_path: Path) -> Store:
    """The demonstration with eight groups, in a store that a test may change."""
    return open_store(copy_store(_eight_groups.address, tmp_path / "store-of-eight"))


@pytest.fixture(scope="session")
def store_with_rounds(demo_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration network with its two rounds; shared by the whole session, so only to be read.

    Made by one of the processes of a session: the others wait for it, and each has a copy.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = base / "store-with-rounds"
    with (base / "store-with-rounds.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = copy_store(demo_store.address, tmp_path_factory.mktemp("making") / "store")
            demonstrate_rounds(open_store(making))
            copy_store(making, made)
    return open_store(copy_store(str(made), tmp_path_factory.mktemp("rounds") / "store"))


def _insert(draft: Draft, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    lists = LISTS if table in ("activity", "outcome") else ()
    for row in rows:
        whole = {"recorded_on": LONG_AGO, **{name: [] for name in lists}, **row}
        columns = ", ".join(whole)
        values = ", ".join(f"${name}" for name in whole)
        draft.execute(f"insert into {table} ({columns}) values ({values})", whole)


@pytest.fixture(scope="session")
def contrast() -> Callable[[Sequence[float], Sequence[float]], float]:
    """WCAG 2.2's contrast of two colours, each as red, green and blue from 0 to 255."""

    def luminance(colour: Sequence[float]) -> float:
        parts = [part / 255 for part in colour[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def ratio(one: Sequence[float], other: Sequence[float]) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    return ratio
