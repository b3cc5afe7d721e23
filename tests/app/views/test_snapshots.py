from __future__ import annotations

import csv
import hashlib
import json
from io import StringIO

import pytest

from brep_metrics.access import write_note
from brep_metrics.app.auth import scopes
from brep_metrics.app.views.shared import before_after
from brep_metrics.i18n import translator
from brep_metrics.methodology import DEFAULT_METHODOLOGY, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import create, recorded, scope_of_groups
from brep_metrics.store import AccessScope

GROUPS = frozenset({"WG05"})


@pytest.fixture
def as_lead(monkeypatch):
    """From then on, every visitor has one group in reach."""
    monkeypatch.setattr(scopes, "_scope", lambda *_: AccessScope(GROUPS, GROUPS, "ORG001"))


def listed(opened) -> tuple[str, str]:
    """What the column of files is in the list of snapshots, and what is said above it."""
    grid = next(frame for frame in opened.dataframe if "sha256_of_file" in frame.value)
    kind = json.loads(grid.proto.columns)["open"]["type_config"]["type"]
    return kind, " ".join(one.value for one in opened.main.caption)


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


def test_a_difference_says_what_its_chart_leaves_out_and_its_files_speak_the_readers_language(
    own_store, app, monkeypatch, tmp_path
):
    """Headings are titles, once each, beside the codes and the provenance; a cut chart says so."""
    few_draws = DEFAULT_METHODOLOGY.read_text("utf-8").replace("draws = 10000", "draws = 200")
    methodology = parse_methodology(few_draws, file="few-draws.toml")
    for period in ("2024", "2025"):
        target = tmp_path / f"{period}.zip"
        create(own_store, target, methodology=methodology, period=Period.parse(period), language="zh")
    monkeypatch.setattr(before_after, "MAX_LINES", 3)
    opened = app("snapshots", lang="zh", part="compare")
    for key, period in (("compare-before", "2024"), ("compare-after", "2025")):
        file = (f"{period}.zip", (tmp_path / f"{period}.zip").read_bytes(), "application/zip")
        opened.file_uploader(key=key).set_value(file)
    opened.run(timeout=120)
    assert not opened.exception
    _ = translator("zh").gettext
    cut = _("The chart shows the {count} groups that moved most; the table has all.").format(count=3)
    assert cut in [one.value for one in opened.main.caption]
    offered = {one.name: one.content for one in opened.session_state["downloads.offers"].values()}
    begin = [_("Working group"), _("Group code")]
    provenance = [_("Period"), _("Data as of"), _("Methodology"), _("Generation"), _("Result")]
    for name, codes in (
        ("reasons", [_("Code of the part")]),
        ("rows", [_("Item"), _("Code of the indicator"), _("Name in files")]),
    ):
        heading, first, *_more = csv.reader(StringIO(offered[name]().decode("utf-8-sig")))
        assert len(set(heading)) == len(heading)
        assert heading[:2] == begin
        assert heading[-len(provenance) - len(codes) :] == codes + provenance
        assert "工作组" in first[0]
        assert first[1].startswith("WG")


def test_a_file_that_was_made_sets_the_page_to_its_inputs(own_store, app):
    """The file's name opens it, whatever data and date are chosen, and the page says so."""
    opened = app("snapshots", lang="en")
    opened.button(key="make-snapshot").click().run(timeout=120)
    kind, said = listed(opened)
    assert kind == "button"
    assert "Click a file to make it again" in said


def test_making_it_again_takes_the_notes_as_they_were(own_store, app):
    """Its moment is in the address; what was written since is not in it, and the box says so."""
    period = Period.parse("2024")
    for text in ("as it was", "as it is"):
        write_note(own_store, who="ann", group_id="WG05", period=period, text=text)
    at = next(own_store.journal.entries("note_written"))["at"]
    opened = app("snapshots", lang="en", period="2024", notes=at)
    assert not opened.exception
    assert not opened.warning
    box = opened.selectbox(key="filter-notes")
    assert box.value == at
    assert box.options[0].startswith("with 1 note as of 20")
    assert box.options[1:] == ["without", "with 1 note"]


def test_a_lead_is_not_promised_what_its_page_cannot_do(own_store, app, as_lead):
    """Data and date are no choice of a lead: the file opens nothing."""
    opened = app("snapshots", lang="en")
    assert "can still be done for any of them" not in " ".join(one.value for one in opened.info)
    opened.button(key="make-snapshot").click().run(timeout=120)
    assert not opened.exception
    kind, said = listed(opened)
    assert kind == "text"
    assert "Click a file" not in said


def test_a_lead_is_told_that_a_link_asks_for_what_it_does_not_choose(app, as_lead):
    """Another generation, date or scope is explained and leaves the address; its own is what is shown anyway."""
    opened = app("snapshots", lang="en", generation="g000009", as_of="2025-03-31", scope="all")
    assert not opened.exception
    said = " ".join(one.value for one in opened.warning)
    assert all(f"“{code}”" in said for code in ("g000009", "2025-03-31", "all"))
    assert opened.query_params == {}
    assert not app("snapshots", lang="en", generation="g000001", scope=scope_of_groups(GROUPS)).warning
