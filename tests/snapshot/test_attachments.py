"""The list of attachments: what was handed in with the records that a snapshot holds, and nothing of others."""

from __future__ import annotations

import hashlib
from datetime import date

import pandas as pd
import pytest
from copies import copy_store

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.errors import FaultsError
from brep_metrics.periods import Period
from brep_metrics.snapshot import create, verify
from brep_metrics.snapshot.archive import extracted
from brep_metrics.snapshot.attachments import Attached, attached
from brep_metrics.store import open_store

PAPER = b"%PDF-1.4 minutes"
HASH = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture
def store(small_store, tmp_path):
    """One issue of a group entered with a file, and one that still waits with another."""
    store = open_store(copy_store(small_store.address, tmp_path / "store"))
    evaluator = filing.acting(store, Viewer(Role.EVALUATOR, "evaluator@example.org"))
    day = store.current().date
    for title, paper in (("Entered", PAPER), ("Waits", b"%PDF-1.4 other")):
        draft = filing.start(store, evaluator, "issue", "WG01")
        cells = {"issue_id": title, "group_id": "WG01", "title": title, "raised_on": day.isoformat()}
        filing.save(store, evaluator, draft, {name: (text, 0) for name, text in cells.items()})
        filing.attach(store, evaluator, draft, "minutes.pdf", paper)
        made = filing.submit(store, evaluator, draft.id, day=day)
        if title == "Entered":
            filing.enter(store, evaluator, [made.id], day=day)
    return store


def test_a_snapshot_lists_the_files_of_its_own_records(store, small_store, methodology, tmp_path, repack):
    """By name, size and hash, of what is entered; a changed line is found, and no other group's list has it."""
    given = {"methodology": methodology, "period": Period.parse("2025"), "language": "en", "groups": ["WG01"]}
    given["as_of"] = store.current().date  # the day on which the file was handed in
    made = create(store, tmp_path / "a.zip", **given)
    assert made.provenance.attachments == (Attached("WG01", "issue", "Entered", "minutes.pdf", 16, HASH),)
    assert verify(made.path) == made.provenance
    with extracted(made.path) as files:
        (row,) = pd.read_csv(files / "attachments.csv", encoding="utf-8-sig").to_dict("records")

        def change(folder):
            path = folder / "attachments.csv"
            path.write_bytes(path.read_bytes().replace(b"minutes", b"seconds"))

        forged = repack(files, change)
    assert (row["record"], row["name"], row["size"], row["sha256"]) == ("Entered", "minutes.pdf", 16, HASH)
    with pytest.raises(FaultsError) as refused:
        verify(forged)
    assert "attachments.csv" in refused.value.text("en")
    with store.read() as now, store.read(store.generations()[0].id) as before:
        assert attached(store, now, None) == made.provenance.attachments
        assert attached(store, now, ["WG04"]) == ()
        assert attached(store, before, None) == ()
    with store.read(as_of=date(2026, 1, 31)) as earlier:
        assert attached(store, earlier, None) == ()
    with small_store.read() as reading:
        assert attached(small_store, reading, None) == ()
