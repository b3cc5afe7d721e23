"""`brep filing` and `brep due` on the demonstration: who sees what, and what each command leaves behind."""

from __future__ import annotations

import csv
import io
import re

import pytest
from copies import copy_store
from icalendar import Calendar
from openpyxl import load_workbook

from brep_metrics.cli.main import run
from brep_metrics.demo import load_demonstration
from brep_metrics.filing import demonstrate_filings, demonstration, filings_are_demonstrated
from brep_metrics.filing.filings import filings
from brep_metrics.schema import load_schema
from brep_metrics.store import open_store


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory):
    """The demonstration with its filings."""
    store = open_store(tmp_path_factory.mktemp("filings"))
    made = load_demonstration(store)
    demonstrate_filings(store, made.date)
    return store


def _told(store):
    """What is there of filings, whatever their numbers."""
    made = filings(store, store.filings.drafts_by("lead@demo.example"))
    made += filings(store, store.filings.drafts_by("member@demo.example"))
    made += filings(store, store.filings.drafts_by("applicant@demo.example"))
    return sorted((one.who, one.table, one.state, one.revision, sorted(one.values.items())) for one in made)


def test_what_was_killed_half_way_is_gone_on_with(demonstrated, tmp_path, monkeypatch):
    """At any of its steps; then all is there once, and a further call changes nothing."""
    store = open_store(tmp_path / "killed")
    day = load_demonstration(store).date

    def killed(*_, **__):
        raise KeyboardInterrupt

    for step in ("save", "submit", "enter", "attach", "give_back", "withdraw", "apply_to_join"):
        with monkeypatch.context() as patch:
            patch.setattr(demonstration, step, killed)
            with pytest.raises(KeyboardInterrupt):
                demonstrate_filings(store, day)
        assert not filings_are_demonstrated(store)
    demonstrate_filings(store, day)
    assert filings_are_demonstrated(store)
    assert _told(store) == _told(demonstrated)
    head = store.journal.anchor()
    demonstrate_filings(store, day)
    assert store.journal.anchor() == head


@pytest.fixture
def store(demonstrated, tmp_path, monkeypatch):
    """A copy of it; no file of accounts beside those of its register."""
    monkeypatch.setenv("BREP_ACCOUNTS", str(tmp_path / "none.toml"))
    monkeypatch.setenv("BREP_LANG", "en")
    return open_store(copy_store(demonstrated.address, tmp_path / "store"))


@pytest.fixture
def brep(store, capsys):
    """Runs a command on the store: its exit code, rows and sentences."""

    def call(*arguments, as_=None, code=0):
        acting = ["--as", f"{as_}@demo.example"] if as_ else []
        assert run([*arguments, "--store", store.address, *acting]) == code
        out, err = capsys.readouterr()
        return out, err

    return call


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def states(brep, as_=None):
    return {one["filing"]: one["state"] for one in rows(brep("filing", "list", "--format", "csv", as_=as_)[0])}


def test_the_demonstration_has_a_filing_in_every_state(brep):
    """An evaluator sees all but the drafts, a lead its own with them, a member its need and its own plan."""
    submitted = {"F000001": "entered", "F000002": "submitted", "F000003": "submitted"}
    of_lead = submitted | {"F000004": "returned", "F000005": "withdrawn"}
    outside = {"F000009": "submitted", "F000010": "submitted"}
    assert states(brep) == of_lead | {"F000007": "submitted"} | outside
    assert states(brep, "evaluator") == states(brep)
    assert states(brep, "lead") == of_lead | {"F000006": "draft", "F000007": "submitted"}
    assert states(brep, "member") == {"F000007": "submitted", "F000008": "draft"}


def test_three_accounts_have_something_to_do(brep):
    """To enter, to correct, to complete."""
    told = {who: brep("due", "--format", "csv", as_=who)[0] for who in ("evaluator", "lead", "member")}
    assert "Enter: Report" in told["evaluator"]
    assert re.search("Correct and submit again: Activity .*,F000004$", told["lead"], re.MULTILINE)
    assert "Complete: Plan item" in told["member"]
    assert "Enter:" not in told["lead"] + told["member"]


def test_show_enter_and_return(brep, store):
    """Old and new, then the journal's own story; entering makes one generation, and both acts are in the journal."""
    out, err = brep("filing", "show", "F000007", "--format", "csv", as_="member")
    assert {one["column"] for one in rows(out)} == {"title"}
    assert "submit  member@demo.example  希望与组内单位共享" in err
    before = store.current().number
    brep("filing", "enter", "F000002", "7", as_="evaluator")
    assert store.current().number == before + 1
    brep("filing", "return", "F000003", "--comment", "Which training?", as_="evaluator")
    [line] = store.journal.page(limit=1, name="filing_returned")
    assert (line["who"], line["comment"]) == ("evaluator@demo.example", "Which training?")
    assert line["operator"]
    assert states(brep)["F000003"] == "returned"
    assert store.verify() == ()


@pytest.mark.parametrize(
    ("arguments", "as_", "said"),
    [
        (("filing", "enter", "F000002"), "lead", "only an evaluator may do that"),
        (("filing", "return", "F000002", "--comment", "x"), "member", "there is no filing F000002"),
        (("filing", "show", "F000006"), "evaluator", "there is no filing F000006"),
        (("filing", "show", "F999999"), None, "there is no filing F999999"),
        (("filing", "show", "twelve"), None, "is not the number of a filing"),
        (("filing", "enter", "F000001"), None, "has been entered"),
        (("filing", "list"), "nobody", "nobody has an account"),
        (
            ("filing", "oblige", "essay", "--period", "2027", "--every", "3", "--due-days", "9"),
            None,
            "is not a kind of report",
        ),
        (("filing", "extend", "WG06-2026Q1-PR", "--until", "soon", "--reason", "x"), None, "is not a date"),
    ],
)
def test_refusals(brep, arguments, as_, said):
    """A sentence and exit code 2."""
    assert said in brep(*arguments, as_=as_, code=2)[1]


def test_an_intention_is_declined_or_accepted(brep, store, monkeypatch):
    """Its applicant, who has no account, follows it where applicants are admitted; accepted, it is a member."""
    assert "nobody has an account" in brep("filing", "list", as_="applicant", code=2)[1]
    monkeypatch.setenv("BREP_APPLICANTS", "on")
    assert states(brep, "applicant") == {"F000009": "submitted", "F000010": "submitted"}
    for refused in (("accept", "F000010"), ("decline", "F000010", "--reason", "x"), ("workbook", "--group", "WG06")):
        more = ("--out", "never.xlsx") if refused[0] == "workbook" else ()
        brep("filing", *refused, *more, as_="applicant", code=2)
    assert "is not a Record of Intention" in brep("filing", "decline", "F000007", "--reason", "x", code=2)[1]
    assert "goes with" in brep("filing", "accept", "F000009", code=2)[1]
    said = brep("filing", "accept", "F000010", "--group", "WG06", as_="evaluator")[1]
    assert said.strip() == f"F000010 was accepted; generation {store.current().id}"
    assert ("applicant@demo.example", "member", "F000009") in store.accounts()
    assert states(brep, "applicant") == {"F000010": "entered"}
    assert store.verify() == ()


def test_the_workbook_goes_out_and_comes_back(brep, tmp_path):
    """Unchanged it is nothing; one changed cell is one filing; a fault is told with its row, exit code 1."""
    path = tmp_path / "group.xlsx"
    brep("filing", "workbook", "--group", "WG06", "--out", str(path), as_="lead")
    assert brep("filing", "file", str(path), "--group", "WG06", as_="lead")[1].strip() == "Filings submitted: 0"
    book = load_workbook(path)
    at = list(load_schema().tables["activity"].columns).index("participants") + 1
    book["activity"].cell(2, at).value = "77"
    book.save(path)
    out, err = brep("filing", "file", str(path), "--group", "WG06", as_="lead")
    assert err.strip() == "Filings submitted: 1"
    assert out.split("  ")[:2] == ["F000011", "activity"]
    book["activity"].cell(2, at).value = "many"
    book.save(path)
    assert (
        "group.xlsx[activity]:2: participants: “many”"
        in brep("filing", "file", str(path), "--group", "WG06", as_="lead", code=1)[1]
    )


def test_a_series_and_an_extension(brep, store):
    """“progress, quarterly, 2027, every group”; then more time for one."""
    with store.read() as reading:
        [(groups,)] = reading.fetch("select count(*) from working_group where dissolved_on is null")
    _, err = brep("filing", "oblige", "progress", "--period", "2027", "--every", "3", "--due-days", "15")
    assert f"Obligations made: {4 * groups};" in err
    brep("filing", "extend", "WG06-2026Q1-PR", "--until", "2026-12-31", "--reason", "flood")
    with store.read() as reading:
        [(due,)] = reading.fetch("select due_on::varchar from report where report_id = 'WG06-2026Q1-PR'")
    assert due == "2026-12-31"


def test_the_calendar(brep, tmp_path):
    """One event for each thing that has a day."""
    brep("due", "--ics", str(tmp_path / "due.ics"), as_="member")
    events = Calendar.from_ical((tmp_path / "due.ics").read_bytes()).walk("VEVENT")
    listed = rows(brep("due", "--format", "csv", as_="member")[0])
    assert len(events) == sum(bool(one["due_on"]) for one in listed)
