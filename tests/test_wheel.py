"""The package as `pip install` brings it to a machine that has no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = """
from pathlib import Path
from streamlit import config
from streamlit.testing.v1 import AppTest
from brep_metrics.app import pages

config.set_option("server.address", "127.0.0.1")  # else the launcher's own settings say so
opened = AppTest.from_file(str(Path(pages.__file__).with_name("main.py")), default_timeout=60)
opened.query_params["lang"] = "en"
opened.switch_page(pages.page("methodology").file).run()
assert not opened.exception, opened.exception
print(*(title.value for title in opened.title))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*build, str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Runs a program of a fresh environment in an empty folder; the dependencies are those of this environment."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", with_pip=False)
    (site,) = (place / "venv" / "lib").glob("python*/site-packages")
    install = [sys.executable, "-m", "pip", "--python", str(place / "venv" / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True)
    here = [place for place in sys.path if place.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(here), encoding="utf-8")
    (place / "empty").mkdir()
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("BREP_", "PYTHONPATH"))}

    def run(program: str, *arguments: str) -> str:
        command = [str(place / "venv" / "bin" / program), *arguments]
        done = subprocess.run(command, cwd=place / "empty", env=quiet, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_wheel_carries_what_a_checkout_has_beside_the_package(wheel):
    """Methodologies, demonstration parameters, method pages, pages, launcher and its settings; and nobody's data."""
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    kept = (
        "data/methodology/*.toml",
        "data/demo/*.toml",
        "data/method/*.md",
        "data/*.toml",
        "data/*.csv",
        "pages/*.py",
    )
    expected = {path.relative_to(ROOT).as_posix() for pattern in kept for path in ROOT.glob(pattern)}
    expected |= {"dashboard.py", ".streamlit/config.toml"}
    carried = {name.removeprefix("brep_metrics/_shipped/") for name in names if "/_shipped/" in name}
    assert carried == expected
    assert "brep_metrics/locale/zh/LC_MESSAGES/brep.po" in names
    assert not [name for name in names if "store/" in name and "brep_metrics/store/" not in name]


def test_an_installed_package_works_in_an_empty_folder(installed, tmp_path):
    """Demonstration, evaluation, snapshot, and a page of the dashboard, from the wheel's own files."""
    assert "site-packages" in installed("python", "-c", "import brep_metrics; print(brep_metrics.__file__)")
    installed("brep", "demo")
    assert "WG01" in installed("brep", "evaluate", "--period", "2025", "--format", "csv")
    snapshot = str(tmp_path / "snapshot.zip")
    installed("brep", "snapshot", "create", "--period", "2025", "--out", snapshot)
    assert "holds" in installed("brep", "snapshot", "verify", snapshot, "--lang", "en")
    assert installed("python", "-c", PAGE).strip() == "How is a score made?"
