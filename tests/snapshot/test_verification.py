from __future__ import annotations

import json
import re
import shutil
import time

import pandas as pd
import pytest

from brep_metrics.access import Note
from brep_metrics.errors import BrepError, FaultsError, UsageError
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import create, verify
from brep_metrics.snapshot.archive import extracted, write_archive
from brep_metrics.snapshot.descriptor import STAMP
from brep_metrics.snapshot.opening import opened


def refusal(path):
    with pytest.raises(FaultsError) as caught:
        verify(path)
    return caught.value.text("en")


def replaced(name, old, new):
    def change(folder):
        path = folder / name
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())

    return change


def test_an_intact_snapshot_holds(snapshot):
    """Everything in it can be computed anew from its own tables, formula-like texts included."""
    assert verify(snapshot.path) == snapshot.provenance


def test_a_snapshot_by_experts_weights_holds_and_carries_their_table(small_store, tmp_path, repack):
    """The table is part of the methodology's text: another weight in it is found, though every hash was forged."""
    text = DEFAULT_METHODOLOGY.read_text("utf-8").replace("draws = 10000", 'draws = 50\nweight_sets = "experts.csv"')
    (tmp_path / "experts.toml").write_text(text, "utf-8")
    (tmp_path / "experts.csv").write_text("code,Li,Zhao\noutcomes,30,10\nreporting,10,30\n", "utf-8")
    methodology = load_methodology(tmp_path / "experts.toml")
    made = create(small_store, tmp_path / "a.zip", methodology=methodology, period=Period.parse("2025"), language="en")
    assert verify(made.path) == made.provenance
    with extracted(made.path) as files:
        forged = repack(files, replaced("methodology.toml", "outcomes,30,10", "outcomes,31,10"))
    assert "methodology" in refusal(forged)


def test_notes_of_evaluators_are_in_a_snapshot_that_asks_for_them(small_store, methodology, tmp_path, repack):
    """Those on its period, as they were written; a changed one is found; one of some groups has none."""
    at = "2026-07-01T08:00:00+00:00"
    written = [Note(at, "a@example.org", "WG02", year, "=said\n*so*") for year in ("2024", "2025")]
    given = {"methodology": methodology, "period": Period.parse("2025"), "language": "en", "notes": written}
    made = create(small_store, tmp_path / "a.zip", **given)
    assert made.provenance.notes == (written[1],)
    assert verify(made.path) == made.provenance
    with extracted(made.path) as files:
        rows = pd.read_csv(files / "notes.csv", encoding="utf-8-sig").to_dict("records")
        forged = repack(files, replaced("notes.csv", "*so*", "*no*"))
    assert rows == [
        {"group_id": "WG02", "period": 2025, "who": "a@example.org", "at": at, "text": "'=said\n*so*"},
    ]
    assert "notes.csv" in refusal(forged)
    with pytest.raises(UsageError, match="all groups"):
        create(small_store, tmp_path / "b.zip", groups=["WG02"], **given)


def test_a_changed_byte_in_any_file_is_refused(unpacked, tmp_path):
    """Whichever file it is, the refusal names it and no other."""
    folder = tmp_path / "files"
    shutil.copytree(unpacked, folder)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in names:
        intact = (folder / name).read_bytes()
        middle = len(intact) // 2
        (folder / name).write_bytes(intact[:middle] + bytes([intact[middle] ^ 1]) + intact[middle + 1 :])
        write_archive(tmp_path / "changed.zip", folder, names)
        (folder / name).write_bytes(intact)
        with pytest.raises(FaultsError) as caught, opened(tmp_path / "changed.zip"):
            pass
        assert [fault.file for fault in caught.value.faults] == [name]


def test_a_removed_file_is_refused(repacked):
    """A table that is gone is named."""
    assert "tables/review.csv is missing" in refusal(repacked(lambda folder: (folder / "tables/review.csv").unlink()))


def test_an_added_file_is_refused(repacked):
    """A file that the descriptor does not list is named."""
    added = repacked(lambda folder: (folder / "extra.csv").write_text("x"))
    assert "extra.csv was added" in refusal(added)


def test_without_a_descriptor_it_is_no_snapshot(repacked):
    """The descriptor is what everything is checked against."""
    assert "datapackage.json is missing" in refusal(repacked(lambda folder: (folder / "datapackage.json").unlink()))


@pytest.mark.parametrize("text", ["[]", "{}", "nonsense", '{"seal": 1, "resources": 3}', "[" * 100_000])
def test_a_descriptor_that_is_none_is_refused(repacked, text):
    """Whatever is in its place, there is a refusal and no traceback."""
    assert "datapackage.json" in refusal(repacked(lambda folder: (folder / "datapackage.json").write_text(text)))


def test_a_forged_score_does_not_follow(repacked):
    """With hashes and seal forged too, the score is still not what the tables give, and the sentence says so."""

    def forge(folder):
        path = folder / "scores.csv"
        text = path.read_bytes().decode("utf-8")
        first = text.split("\r\n")[1]
        score = re.search(r",(\d+\.\d+),", first)
        path.write_bytes(text.replace(f",{score[1]},", ",99.5,", 1).encode())

    sentence = refusal(repacked(forge, reseal=True))
    assert "scores.csv does not follow" in sentence
    assert "99.5" in sentence


@pytest.mark.parametrize(("digits", "holds"), [("49", True), ("51", False)])
def test_a_snapshot_with_the_headings_of_an_older_version_holds(repacked, digits, holds):
    """Codes alone, without titles; and its scores may have more decimals, but no others."""

    def older(folder):
        path = folder / "scores.csv"
        heading, line_end, rows = path.read_bytes().decode("utf-8-sig").partition("\r\n")
        codes = ",".join(one.partition(" ")[0] for one in heading.split(","))
        rows = re.sub(r",(\d\d\.\d\d),", rf",\g<1>{digits},", rows, count=1)
        path.write_bytes(f"{codes}{line_end}{rows}".encode("utf-8-sig"))

    path = repacked(older, reseal=True)
    if holds:
        assert verify(path).period == "2025"
    else:
        assert "scores.csv does not follow" in refusal(path)


def test_a_forged_row_does_not_give_the_scores(repacked):
    """A report made on time after the fact changes what the tables give."""

    def forge(folder):
        path = folder / "tables/report.csv"
        path.write_bytes(
            re.sub(rb"(\r\n[^\r]*,)2025-\d\d-\d\d(,[^,\r]*,[^,\r]*,2025-)", rb"\g<1>2025-01-01\2", path.read_bytes())
        )

    assert "does not follow from the tables" in refusal(repacked(forge, reseal=True))


def test_a_forged_document_does_not_follow(repacked):
    """What is printed is computed anew as well, not only the figures in the tables."""

    def forge(folder):
        for name in ("brief.html", "README.md"):
            (folder / name).write_bytes((folder / name).read_bytes() + b"<p>1</p>")

    assert "README.md does not follow from the tables and the methodology inside, and 1 more" in refusal(
        repacked(forge, reseal=True)
    )


def test_another_methodology_than_the_one_named_is_refused(repacked):
    """The methodology inside must be the one whose hash the snapshot names."""
    forged = repacked(replaced("methodology.toml", "weight = 8", "weight = 9"), reseal=True)
    assert "methodology.toml is not the methodology" in refusal(forged)


def test_another_definition_of_an_indicator_is_said(repacked):
    """Where this very version counts otherwise, somebody changed the definition: that is the reason given."""
    forged = repacked(replaced("indicators/plan_completion.sql", "due_on) <= $as_of", "due_on) < $as_of"), reseal=True)
    assert "indicators/plan_completion.sql is defined otherwise than in version" in refusal(forged)


def test_a_comment_in_a_definition_makes_no_difference(repacked):
    """Only what an indicator counts is compared."""
    forged = repacked(replaced("indicators/plan_completion.sql", "-- ", "--  "), reseal=True)
    assert "is defined otherwise" not in refusal(forged)


@pytest.mark.parametrize("cell", ["2025-13-45", "x"])
def test_a_table_with_impossible_cells_is_refused(repacked, cell):
    """A cell that its column cannot hold is a fault of the snapshot, not a traceback."""

    def forge(folder):
        path = folder / "tables/activity.csv"
        path.write_bytes(re.sub(rb"2025-\d\d-\d\d", cell.encode(), path.read_bytes(), count=1))

    assert "tables/activity.csv does not fit" in refusal(repacked(forge, reseal=True))


@pytest.mark.parametrize("draws", ["1000000000000", "100001", "-1"])
def test_a_methodology_that_asks_for_too_many_draws_is_refused(repacked, draws):
    """Sealed anew by anybody, it is refused before a single draw is made, and the fault names the limit."""
    forged = repacked(replaced("methodology.toml", "draws = 200", f"draws = {draws}"), reseal=True)
    started = time.monotonic()
    with pytest.raises(FaultsError) as caught:
        verify(forged)
    assert time.monotonic() - started < 10
    assert "methodology.toml is not a valid methodology" in caught.value.text("en")
    assert [fault.column for fault in caught.value.faults] == ["robustness.draws"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("period", "1000-01..9999-12", "is not a period"),
        ("period", "1900-01..2999-12", "longer than 30 years"),
        ("as_of", "9999-12-31", "does not describe a snapshot"),
        ("as_of", "0001-01-01", "does not describe a snapshot"),
        ("generation_date", "9999-12-31", "does not describe a snapshot"),
    ],
)
def test_dates_that_make_no_sense_are_refused(repacked, name, value, said):
    """A period of a thousand years, and days on which arithmetic would leave the calendar."""

    def forge(folder):
        path = folder / "datapackage.json"
        content = json.loads(path.read_bytes())
        content[STAMP][name] = value
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    with pytest.raises(BrepError) as caught:
        verify(repacked(forge, reseal=True))
    assert said in caught.value.text("en")


def test_more_groups_than_are_computed_are_refused(repacked):
    """Ranks and pairs of two thousand groups are the most."""

    def forge(folder):
        path = folder / "tables/working_group.csv"
        heading, first, *_rest = path.read_bytes().split(b"\r\n")
        code = first.split(b",")[0]
        rows = [first.replace(code, b"X%05d" % number) for number in range(2_001)]
        path.write_bytes(b"\r\n".join([heading, *rows, b""]))

    assert "holds more than 2000 groups" in refusal(repacked(forge, reseal=True))


def test_a_file_that_is_not_there_is_a_wrong_request(tmp_path):
    """Not a fault of a snapshot."""
    with pytest.raises(UsageError):
        verify(tmp_path / "absent.zip")
