from __future__ import annotations

import hashlib

import pytest

from brep_metrics.snapshot import recorded


@pytest.mark.parametrize("part", ["make", "verify", "compare"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_is_whole(app, language, part):
    """Each part of the page draws in both languages, from its address alone."""
    opened = app("snapshots", lang=language, part=part)
    assert not opened.exception
    assert opened.markdown[0].value.startswith("##### ")


def test_a_snapshot_is_of_what_the_address_says(own_store, app):
    """Period, generation, as-of date and language of the link are those in the journal, and so is the file's hash."""
    opened = app("snapshots", lang="en", period="2024H1", as_of="2025-03-31", text="zh")
    assert "No snapshot" in opened.markdown[0].value
    opened.button(key="make-snapshot").click().run(timeout=120)
    assert not opened.exception
    made = recorded(own_store)
    assert len(made) == 1
    wanted = {"period": "2024H1", "as_of": "2025-03-31", "generation": "g000001", "language": "zh"}
    assert {name: made[0][name] for name in wanted} == wanted
    assert made[0]["file"] == "brep-2024H1-g000001-20250331-zh.zip"
    assert made[0]["sha256_of_file"] in " ".join(one.value for one in opened.markdown)
    assert opened.markdown[0].value.startswith("##### 1 snapshot has been made")


def test_making_it_twice_makes_it_once(own_store, app):
    """The same inputs give the same bytes, so a second click makes no second line in the journal."""
    opened = app("snapshots", lang="en")
    for _ in range(2):
        opened.button(key="make-snapshot").click().run(timeout=120)
    assert len(recorded(own_store)) == 1


def test_a_date_that_cannot_be_looked_back_to_is_explained(app):
    """An as-of date after the generation's own, or no date at all, is not used, and the page says so."""
    for code in ("2099-01-01", "yesterday", "2025-02-30", hashlib.sha256(b"").hexdigest()):
        opened = app("snapshots", lang="en", as_of=code)
        assert code in opened.warning[0].value
