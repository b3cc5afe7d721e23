from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from brep_metrics.snapshot.archive import sha256_of


@pytest.fixture(scope="module")
def content(unpacked):
    return json.loads((unpacked / "datapackage.json").read_text("utf-8"))


def test_frictionless_accepts_the_package(unpacked):
    """Every table is valid against its own schema, and every file has the hash that is stated."""
    program = Path(sys.executable).with_name("frictionless")
    done = subprocess.run(
        [program, "validate", "datapackage.json", "--json"], cwd=unpacked, capture_output=True, text=True, check=False
    )
    report = json.loads(done.stdout)
    assert report["valid"], report["stats"]
    assert done.returncode == 0


def test_every_file_is_described_with_its_hash(unpacked, content):
    """Nothing is in the package that the descriptor does not list, itself aside."""
    found = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    listed = {resource["path"]: resource for resource in content["resources"]}
    assert listed.keys() == found - {"datapackage.json"}
    for path, resource in listed.items():
        assert resource["hash"] == f"sha256:{sha256_of(unpacked / path)}"
        assert resource["bytes"] == (unpacked / path).stat().st_size


def test_every_column_has_a_title_in_both_languages(unpacked, content):
    """The schema of each table lists the heading's columns in order, with a Chinese and an English title."""
    for resource in content["resources"]:
        if resource["format"] != "csv":
            continue
        heading = pd.read_csv(unpacked / resource["path"], encoding="utf-8-sig", nrows=0)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(heading.columns)
        assert all(" | " in field["title"] for field in fields), resource["path"]
        assert " | " in resource["title"]
        assert " | " in resource["description"]


def test_it_names_sources_licence_and_inputs(content):
    """Where the data come from, under which terms, by which software, and every input of the evaluation."""
    assert content["licenses"]
    assert {"title", "sha256", "rows"} == set(content["sources"][0])
    inputs = content["snapshot"]
    assert {"generation", "methodology_hash", "period", "as_of", "scope", "language", "software"} <= inputs.keys()
