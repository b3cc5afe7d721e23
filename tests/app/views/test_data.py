from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from openpyxl import load_workbook

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries.selection import Selection
from brep_metrics.app.views.data import generations
from brep_metrics.app.views.data.contents import gaps_of
from brep_metrics.app.views.data.upload import check_files, load_files
from brep_metrics.errors import FaultsError
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK, AccessScope
from brep_metrics.templates import workbook_template

NEED = "need_id,group_id,organization_id,title,raised_on,answered_on,recorded_on\n"
GOOD = NEED + "N-NEW,WG01,ORG001,Partner wanted,2026-05-02,,\n"
BAD = NEED + "N-NEW,WG99,ORG001,Partner wanted,2026-02-30,,\n"
NUMBER = count()


@dataclass
class Sent:
    """A file as the browser sends it."""

    name: str
    content: bytes
    file_id: str = field(default_factory=lambda: str(next(NUMBER)))

    def getbuffer(self) -> memoryview:
        """Its bytes, as Streamlit gives them."""
        return memoryview(self.content)


@dataclass
class Reader:
    """The reader at the page: all that a load asks of a visit."""

    store: object
    allowed: bool = True
    language: str = "en"
    who: str = "ann"

    def may(self, _action: object) -> bool:
        """Whether it was let in."""
        return self.allowed

    gettext = Visit.gettext
    ngettext = Visit.ngettext


def workbook(rows: dict[str, list[list[object]]]) -> bytes:
    """The delivered template with rows filled in."""
    book = load_workbook(BytesIO(workbook_template()))
    for sheet, lines in rows.items():
        for line in lines:
            book[sheet].append(line)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_nothing_is_said_to_be_missing_where_an_expert_may_not_look(demo_store, network_methodologies):
    """The members of a group that is closed to the reader are in a group, and the group has a lead."""
    with demo_store.read() as reading:
        groups = frozenset(group for (group,) in reading.fetch("select group_id from working_group"))
    visit = Visit("data", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    whole = Selection.of(visit, network_methodologies[0], Period.parse("2025"))
    scope = AccessScope(groups - {"WG01", "WG02"}, groups, is_evaluator=True)
    found = gaps_of(replace(whole, visit=replace(visit, access_scope=scope)))
    assert set(found["gap"]) == {"no_review"}
    assert set(gaps_of(whole)["gap"]) == {"in_no_group", "no_review"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_counts_what_is_loaded(app, demo_store, language):
    """Rows of all tables, the number of tables, and the records with a gap."""
    with demo_store.read() as reading:
        tables = list(demo_store.current().rows)
        rows = sum(reading.fetch(f"select count(*) from {table}")[0][0] for table in tables)
        gaps = reading.fetch(
            "select (select count(*) from organization where organization_id not in (select organization_id from"
            " membership)) + (select count(*) from outcome where outcome_id not in (select outcome_id from review))"
        )[0][0]
    opened = app("data", lang=language)
    assert not opened.exception
    sentence = opened.markdown[0].value
    assert f"{rows:,}" in sentence
    assert str(len(tables)) in sentence
    assert f"{gaps} " in sentence
    assert gaps > 0
    listed = next(frame.value for frame in opened.dataframe if "gap_text" in frame.value)
    assert len(listed) == gaps
    assert not set(listed["record"]) & set(listed["code"])  # a reader knows records by their names


@pytest.mark.parametrize("part", ["contents", "load", "history"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_is_whole(app, language, part):
    """Each part of the page draws in both languages, from its address alone."""
    opened = app("data", lang=language, part=part)
    assert not opened.exception
    assert len(opened.subheader) >= 2


def test_completeness_is_the_share_of_filled_cells(app, demo_store):
    """A table's share counts only the cells that may stay empty."""
    with demo_store.read() as reading:
        filled, rows = reading.fetch("select count(answered_on) + count(recorded_on), count(*) from need")[0]
    opened = app("data", lang="en", table="need")
    tables = next(frame.value for frame in opened.dataframe if "percent" in frame.value and "rows" in frame.value)
    shown = tables[tables["table"] == "need"].iloc[0]
    assert shown["rows"] == rows
    assert shown["percent"] == pytest.approx(filled / (2 * rows) * 100)
    columns = next(frame.value for frame in opened.dataframe if "needed" in frame.value)
    assert columns.set_index("column").loc["title", "percent"] == 100


def test_the_history_names_the_files_and_vouches_for_the_journal(own_store, app):
    """A generation in the address lists its files with their hashes; the journal is verified on request."""
    opened = app("data", lang="en", part="history", files="g000001")
    files = next(frame.value for frame in opened.dataframe if "sha256" in frame.value)
    assert list(files["sha256"]) == [file.sha256 for file in own_store.current().files]
    assert "groups that move\\: 23 of 23" in " ".join(one.value for one in opened.main.caption)
    assert not opened.success
    assert opened.button(key="verify-journal").click().run().success


@pytest.mark.parametrize(
    ("part", "own"), [("contents", {"table": "need"}), ("load", {}), ("history", {"files": "g000001"})]
)
def test_a_part_has_only_its_own_in_the_address(app, part, own):
    """What a link opens in the part that is drawn stays; what another part had open goes."""
    opened = app("data", lang="en", part=part, table="need", files="g000001")
    assert not opened.exception
    assert not opened.warning
    assert opened.query_params == ({} if part == "contents" else {"part": part}) | own
    opened.segmented_control(key="filter-part").set_value("history" if part == "load" else "load").run()
    assert not {"table", "files"} & set(opened.query_params)


def test_a_chart_of_many_generations_says_that_it_shows_the_first(own_store, app, monkeypatch):
    """It is cut to the latest; the table keeps all of them."""
    load_files(Reader(own_store), [Sent("need.csv", GOOD.encode())])
    said = "The chart shows the first 1; the table has all."
    assert said not in [one.value for one in app("data", lang="en", part="history").main.caption]
    monkeypatch.setattr(generations, "MAX_BARS", 1)
    assert said in [one.value for one in app("data", lang="en", part="history").main.caption]


def test_what_a_load_did_is_told_after_it_and_in_the_history(own_store, app):
    """Records by table: to the reader who loaded until the data are of another load, to everybody beside its files."""
    made, done = load_files(Reader(own_store), [Sent("need.csv", GOOD.encode())])
    opened = app("data", lang="en", part="load")
    opened.session_state["upload.reported"] = made.id, done
    opened.run()
    assert not opened.exception
    assert "What the load of generation g000002 did" in [one.value for one in opened.main.subheader]
    told = next(frame.value for frame in opened.dataframe if "equal" in frame.value)
    assert told[["table", "new", "changed", "equal", "removed"]].to_numpy().tolist() == [["need", 1, 0, 0, 0]]
    opened.session_state["upload.reported"] = "g000001", done
    assert not [frame for frame in opened.run().dataframe if "equal" in frame.value]
    kept = next(
        frame.value
        for frame in app("data", lang="en", part="history", files="g000002").dataframe
        if "equal" in frame.value
    )
    assert kept[["new", "changed", "equal", "removed"]].to_numpy().tolist() == [[1, 0, 0, 0]]


def test_the_journal_names_groups_and_organizations(own_store, app):
    """A line about a filing or an account is read without looking codes up; one that nobody knows stays as it is."""
    with own_store.read() as reading:
        ((group, organization),) = reading.fetch(
            "select (select name_en from working_group where group_id = 'WG06'),"
            " (select name_en from organization where organization_id = 'ORG006')"
        )
    details = {"group_id": "WG06", "organization_id": "ORG006", "organization": "NOBODY"}
    own_store.journal.append("exported", who="lead@example.org", **details)
    opened = app("data", lang="en", part="history")
    journal = next(frame.value for frame in opened.dataframe if "about" in frame.value)
    said = f"Working group: {group} · Organization: NOBODY · Organization: {organization}"
    assert journal["about"].iloc[0] == said


def test_a_broken_journal_is_shown_line_by_line(own_store, app):
    """Each line that was changed afterwards is found and named."""
    with closing(sqlite3.connect(Path(own_store.address) / "register.sqlite")) as register, register:
        changed = register.execute("update event set who = 'someone'").rowcount
    opened = app("data", lang="en", part="history")
    opened.button(key="verify-journal").click().run()
    assert not opened.success
    assert opened.error
    faults = next(frame.value for frame in opened.dataframe if "problem" in frame.value)
    assert list(faults["file"]) == ["journal"] * changed


@pytest.mark.parametrize(
    "good",
    [
        Sent("need.csv", GOOD.encode()),
        Sent("需求.xlsx", workbook({"need": [["N-NEW", "WG01", "ORG001", "Partner wanted", "2026-05-02"]]})),
    ],
    ids=["csv", "xlsx"],
)
def test_a_good_file_becomes_a_generation(own_store, good):
    """A checked file is loaded as the next generation, with who, why and the file's own name."""
    reader = Reader(own_store)
    assert check_files(reader, [good]).report.faults == ()
    before = own_store.current().rows["need"]
    made, done = load_files(reader, [good], why="a need came in")
    assert done.report.changes["need"].counts == {"new": 1, "changed": 0, "equal": 0, "removed": 0}
    assert (made.id, made.who, made.why, made.rows["need"]) == ("g000002", "ann", "a need came in", before + 1)
    assert [file.name for file in made.files] == [good.name]


@pytest.mark.parametrize(
    "bad",
    [
        Sent("need.csv", BAD.encode()),
        Sent("need.xlsx", workbook({"need": [["N-NEW", "WG99", "ORG001", "Partner wanted", "2026-02-30"]]})),
    ],
    ids=["csv", "xlsx"],
)
def test_a_faulty_file_lists_every_fault_and_changes_nothing(own_store, bad):
    """Both faults have line, column and value; the store stays as it was."""
    reader = Reader(own_store)
    faults = check_files(reader, [bad]).report.faults
    assert {(fault.line, fault.column, fault.value) for fault in faults} == {
        (2, "group_id", "WG99"),
        (2, "raised_on", "2026-02-30"),
    }
    with pytest.raises(FaultsError) as caught:
        load_files(reader, [bad])
    assert caught.value.faults == faults
    assert own_store.current().id == "g000001"


def test_several_files_are_one_load(own_store):
    """A group and a need that refers to it may come in two files of one load."""
    group = "group_id,name_zh,name_en,sector_id,established_on,dissolved_on,recorded_on\n"
    group += "WGX,,New,green_energy,2026-01-01,,\n"
    member = "group_id,organization_id,joined_on,role,left_on,recorded_on\nWGX,ORG001,2026-01-01,lead,,\n"
    need = NEED + "N-NEW,WGX,ORG001,Partner wanted,2026-05-02,,\n"
    files = [
        Sent("need.csv", need.encode()),
        Sent("working_group.csv", group.encode()),
        Sent("membership.csv", member.encode()),
    ]
    assert load_files(Reader(own_store), files)[0].rows["working_group"] == 25


def test_a_file_of_keys_removes_rows(own_store):
    """Rows go only by an explicit file of their keys."""
    with own_store.read() as reading:
        key = reading.fetch("select need_id from need order by need_id limit 1")[0][0]
    before = own_store.current().rows["need"]
    made, _ = load_files(Reader(own_store), [], [Sent("need.csv", f"need_id\n{key}\n".encode())])
    assert made.rows["need"] == before - 1


def test_nobody_loads_without_the_right_to(own_store):
    """The load itself asks once more who is at the page."""
    with pytest.raises(Exception, match="ended"):
        load_files(Reader(own_store, allowed=False), [Sent("need.csv", GOOD.encode())])
    assert own_store.current().id == "g000001"
