"""To which stage of a round the figures of a snapshot belong: in all that is read first, and held by `verify`."""

from __future__ import annotations

import json

import pytest

from brep_metrics.errors import FaultsError
from brep_metrics.periods import Period
from brep_metrics.snapshot import RoundStage, compare, create, recorded, verify
from brep_metrics.snapshot.archive import extracted

ON_NOTICE = RoundStage("2025-1", "notice")
IN_CHINESE = "初评结果（公示中），评估轮次 2025-1"
IN_ENGLISH = "preliminary results, on notice; round 2025-1"


@pytest.fixture(scope="module")
def noticed(small_store, methodology, tmp_path_factory):
    """The inputs of the other snapshot, as a round on notice makes it."""
    target = tmp_path_factory.mktemp("stage") / "notice.zip"
    given = {"methodology": methodology, "period": Period.parse("2025"), "language": "zh"}
    return create(small_store, target, **given, round_stage=ON_NOTICE)


def test_readme_brief_and_descriptor_name_the_stage_before_anything_else(noticed):
    with extracted(noticed.path) as files:
        readme = (files / "README.md").read_text("utf-8")
        brief = (files / "brief.html").read_text("utf-8")
        stated = json.loads((files / "datapackage.json").read_text("utf-8"))["snapshot"]
    items = [line for line in readme.split("\n") if line.startswith("- ")]
    assert items[0] == f"- 结果所处阶段: {IN_CHINESE} | {IN_ENGLISH}"
    assert f"- Stage of the results: {IN_CHINESE} | {IN_ENGLISH}" in items
    assert f" · <strong>{IN_CHINESE}</strong></p><h1>" in brief
    assert brief.count(IN_CHINESE) == 3  # the heading, and the foot of both pages
    assert stated["round_stage"] == {"round": "2025-1", "stage": "notice"}


def test_it_verifies_and_differs_from_one_without_a_round_by_the_stage_alone(noticed, snapshot):
    assert verify(noticed.path).round_stage == ON_NOTICE
    found = compare(snapshot.path, noticed.path)
    assert found.inputs == {"round": ("", "2025-1"), "stage": ("", "notice")}
    assert found.changed.empty


def test_the_journal_names_the_stage(noticed, small_store):
    lines = [one for one in recorded(small_store) if one["sha256_of_file"] == noticed.sha256]
    assert {(line["round"], line["stage"]) for line in lines} == {("2025-1", "notice")}


def test_outside_of_a_round_nothing_says_stage(snapshot, unpacked, small_store):
    """Not even empty: its bytes are those from before there were stages."""
    stated = json.loads((unpacked / "datapackage.json").read_text("utf-8"))["snapshot"]
    assert "round_stage" not in stated
    assert "结果所处阶段" not in (unpacked / "README.md").read_text("utf-8")
    assert "<strong>" not in (unpacked / "brief.html").read_text("utf-8").partition("<h1>")[0]
    # Other tests make the same snapshot in this store, with the same bytes.
    lines = [one for one in recorded(small_store) if one["sha256_of_file"] == snapshot.sha256]
    assert lines
    assert not any({"round", "stage"} & line.keys() for line in lines)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"round": "2025-1", "stage": "final"}, "README.md"),
        ({"round": "2025-1", "stage": "approved"}, "does not describe a snapshot"),
        ({"round": "2025-1\n# Final", "stage": "final"}, "does not describe a snapshot"),
        ({"round": "2025-1"}, "does not describe a snapshot"),
        (["2025-1", "final"], "does not describe a snapshot"),
    ],
)
def test_another_stage_sealed_anew_does_not_hold(noticed, repack, stated, said):
    """It does not fit what the files say, or is no stage at all."""

    def change(folder):
        path = folder / "datapackage.json"
        content = json.loads(path.read_text("utf-8"))
        content["snapshot"]["round_stage"] = stated
        path.write_text(json.dumps(content), "utf-8")

    with extracted(noticed.path) as files, pytest.raises(FaultsError) as refused:
        verify(repack(files, change))
    assert said in refused.value.text("en")
