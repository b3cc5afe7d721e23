"""Snapshots of the eight-group demonstration network, made once: making one takes seconds."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics import demo
from brep_metrics.intake import load
from brep_metrics.methodology import DEFAULT_METHODOLOGY, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import create
from brep_metrics.snapshot.archive import extracted, sha256_of, write_archive
from brep_metrics.snapshot.descriptor import DESCRIPTOR, _encoded, _seal_of
from brep_metrics.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brep_metrics.methodology import Methodology

PERIOD = Period.parse("2025")
END = date(2026, 6, 30)


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration with eight groups, and texts in it that a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("small-files")
    files = demo.write(folder, "eight")
    needs = folder / "need.csv"
    heading, first, *rest = needs.read_text("utf-8").split("\n")
    position = heading.split(",").index("title")
    cells = first.split(",")
    cells[position] = '"=1+1 \uff1dx"'
    needs.write_text("\n".join([heading, ",".join(cells), *rest]), "utf-8")
    store = open_store(tmp_path_factory.mktemp("small-store"))
    load(store, files, who="test", why="eight groups", today=END)
    return store


@pytest.fixture(scope="session")
def methodology() -> Methodology:
    """The default methodology with few draws: tests of files need no more."""
    text = DEFAULT_METHODOLOGY.read_text("utf-8").replace("draws = 10000", "draws = 200")
    return parse_methodology(text, file="few-draws.toml")


@pytest.fixture(scope="session")
def snapshot(small_store, methodology, tmp_path_factory):
    """A snapshot in Chinese of 2025, as of the end of the data."""
    target = tmp_path_factory.mktemp("snapshot") / "a.zip"
    return create(small_store, target, methodology=methodology, period=PERIOD, language="zh")


@pytest.fixture(scope="session")
def unpacked(snapshot, tmp_path_factory) -> Path:
    """The files of that snapshot."""
    folder = tmp_path_factory.mktemp("unpacked") / "files"
    with extracted(snapshot.path) as files:
        shutil.copytree(files, folder)
    return folder


@pytest.fixture
def repack(tmp_path) -> Callable[..., Path]:
    """Packs the files of a snapshot again after a change; `reseal` forges hashes and seal so that only figures tell."""

    def pack(files: Path, change: Callable[[Path], None], *, reseal: bool = True) -> Path:
        folder = tmp_path / "changed"
        shutil.copytree(files, folder)
        change(folder)
        if reseal:
            _reseal(folder)
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        write_archive(tmp_path / "changed.zip", folder, names)
        return tmp_path / "changed.zip"

    return pack


@pytest.fixture
def repacked(unpacked, repack) -> Callable[..., Path]:
    """The same of the snapshot of the whole network, sealed as it was unless it is asked for."""

    def pack(change: Callable[[Path], None], *, reseal: bool = False) -> Path:
        return repack(unpacked, change, reseal=reseal)

    return pack


def _reseal(folder: Path) -> None:
    content = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    for resource in content["resources"]:
        resource["hash"] = f"sha256:{sha256_of(folder / resource['path'])}"
        resource["bytes"] = (folder / resource["path"]).stat().st_size
    content["seal"] = _seal_of({name: value for name, value in content.items() if name != "seal"})
    (folder / DESCRIPTOR).write_bytes(_encoded(content))
