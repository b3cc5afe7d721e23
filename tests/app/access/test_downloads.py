"""Every download of every page, byte by byte: a lead's and a member's hold nothing of others, nobody else gets any."""

from __future__ import annotations

import csv
import re
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import streamlit as st

from brep_metrics.access import Event, Role, publish
from brep_metrics.app.downloads import button, offers
from brep_metrics.app.pages import PAGES, pages_of
from brep_metrics.app.queries.cases import ISSUES, NEEDS
from brep_metrics.app.queries.draft_fields import NAMED_TO_ALL
from brep_metrics.errors import UsageError
from brep_metrics.i18n import translator
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.schema import load_schema
from brep_metrics.scoring import evaluate

from .conftest import leaked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brep_metrics.store import AccessScope, Store

OTHERS = (Role.LEAD, Role.MEMBER)
SCHEMA = load_schema()
INDICATORS = [{"indicator": one.code} for one in load_methodology(DEFAULT_METHODOLOGY).measured]
# What the address of a page can open beyond its first sight.
OPENED: dict[str, list[dict[str, Any]]] = {
    "group": INDICATORS[::8],
    "scorecard": [
        *INDICATORS[::2],
        {"why": "change", "moved": "plan_completion"},
        {"why": "next", "period": "2024"},
    ],
    "timelines": [{"show": "rank"}, {"by": "quarter"}],
    "outcomes": [*({"channel": code} for code in SCHEMA.tables["showcase"].columns["channel"].values)],
    "coordination": [{"need": one, "issue": other} for one, other in zip(NEEDS.states, ISSUES.states, strict=True)],
    "rankings": [{"compare": ["WG01", "WG02"]}],
    "inbox": [{"part": "obligations"}],
    "data": [{"part": "history", "files": "g000001"}, {"table": "report"}],
}
# Stated a second time, so that no table is opened to them unnoticed.
TABLES = {
    Role.LEAD: {
        *("network", "due", "own-needs", "dimensions", "indicators", "evidence"),
        *("contributions", "change", "changed-rows", "things-to-do", "next-grade"),
        *("history", "milestones", "reports", "outcomes"),
        *("outcome-kinds", "targets", "review-bands", "outcome-list", "outcome-reviews", "channels", "showcases"),
        "settled",
        *("needs-states", "needs-ages", "needs-list", "issues-states", "issues-ages", "issues-list", "case-groups"),
        *("escalations", "methodology", "grades", "snapshot", "snapshots", "workbook"),
    },
    Role.MEMBER: {
        "workbook",
        "network",
        "own-needs",
        "intentions",
        "dimensions",
        "methodology",
        "grades",
        "waiting",
    },
}


class Offer(NamedTuple):
    """One download button: the table's name, and what gives the bytes as its address does, outside the session."""

    table: str
    produce: Callable[[], bytes]


def fetched(given: offers.Offer) -> bytes:
    """What the address of an offer gives, with its line in the journal."""
    content = given.content()
    given.log()
    return content


@pytest.fixture(scope="module")
def store(people) -> Store:
    """Two published years, so that a change between them is shown too."""
    with people.store.read() as reading:
        evaluation = evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), Period.parse("2024"))
    publish(people.store, evaluation, who="evaluator@example.org")
    return people.store


@pytest.fixture
def offers_of(signed_in, store, monkeypatch) -> Callable[..., Iterator[tuple[str, Offer]]]:
    """All downloads that a page offers somebody, with the address: at first sight, unfolded, and with all opened."""
    seen: list[Offer] = []
    made: list[offers.Offer] = []

    def noted(given: offers.Offer) -> str:
        made.append(given)
        return offers.offer(given)

    def linked(_label: str, _address: str, *, key: str, **_settings: Any) -> None:
        seen.append(Offer(key.removeprefix("download-"), partial(fetched, made[-1])))

    folded = st.expander
    monkeypatch.setattr(button, "offer", noted)
    monkeypatch.setattr(st, "link_button", linked)
    monkeypatch.setattr(st, "expander", lambda label, **settings: folded(label, **(settings | {"expanded": True})))

    def found(email: str | None, page: str, *, more: tuple[dict[str, Any], ...] = (), **address: str) -> Any:
        opened = signed_in(email, page, lang="zh", period="2025", **address)
        for parameters in ({}, *more, *OPENED.get(page, ())):
            if parameters:
                opened.query_params.clear()
                for name, value in {"lang": "zh", "period": "2025", **address, **parameters}.items():
                    opened.query_params[name] = value
                opened.run()
            if "make-snapshot" in {one.key for one in opened.button}:
                seen.clear()  # the page is drawn once more, with all its tables
                opened.button("make-snapshot").click().run()
            assert not opened.exception
            yield from ((f"{page} {parameters}", offer) for offer in seen)
            seen.clear()

    return found


@pytest.fixture(scope="module")
def records(store, people) -> dict[Role, dict[str, set[str]]]:
    """For each role, by table the keys of rows out of its reach; joint work of its own groups counts for these."""
    return {role: _out_of_reach(store, people.scopes[role]) for role in OTHERS}


def _out_of_reach(store: Store, scope: AccessScope) -> dict[str, set[str]]:
    single = {name: table.key[0] for name, table in SCHEMA.tables.items() if len(table.key) == 1}
    with store.read() as whole, store.read(scope=scope) as own:
        keys = {
            name: {code for (code,) in whole.fetch(f"select {key} from {name}")}
            - {code for (code,) in own.fetch(f"select {key} from {name}")}
            for name, key in single.items()
        }
        shared = "list_has_any(partner_group_ids, $own)"
        for name in ("activity", "outcome"):
            joint = whole.fetch(f"select {single[name]} from {name} where {shared}", {"own": [*scope.visible_groups]})
            keys[name] -= {code for (code,) in joint}
        # What an organization plans itself it files, and is reminded of, no matter who leads the group.
        planned = "select plan_item_id from plan_item where organization_id = $own"
        keys["plan_item"] -= {code for (code,) in whole.fetch(planned, {"own": scope.organization_id})}
    return keys


def addresses(store: Store, own: AccessScope) -> tuple[dict[str, Any], ...]:
    """An outcome of the reader's own, other periods, and codes of an outcome and of groups that are out of reach."""
    statement = "select min(outcome_id), min(group_id) from review join outcome using (outcome_id)"
    with store.read() as whole, store.read(scope=own) as reading:
        [(mine, _)] = reading.fetch(f"{statement} where year(delivered_on) = 2025")
        [(theirs, group)] = whole.fetch(
            f"{statement} where year(delivered_on) = 2025 and not list_contains($own, group_id)",
            {"own": [*own.named_groups]},
        )
    forged = {"outcome": theirs, "record": f"outcome:{theirs}", "group": group, "groups": group, "compare": group}
    led = {"group": min(own.visible_groups)} if own.visible_groups else {}
    return ({"outcome": mine} if mine else {}, led, {"period": "2024"}, {"period": "2022"}, forged)


@pytest.mark.parametrize("role", OTHERS)
def test_no_download_holds_a_code_a_name_or_a_record_of_others(offers_of, people, records, store, role):
    """Whatever the page has opened, and whatever codes the address is forged with; each is in the journal."""
    more = addresses(store, people.scopes[role])
    offered: dict[str, set[str]] = {}
    for entry in pages_of(role):
        for address, offer in offers_of(f"{role}@example.org", entry.code, more=more):
            content = offer.produce()
            assert content, (address, offer.table)
            if offer.table == "workbook":  # its lists offer every organization and group by name, which all may know
                own = {name: keys for name, keys in records[role].items() if name not in NAMED_TO_ALL}
                found = leaked(text_of(content), set(), own)
            else:
                found = leaked(text_of(content), people.foreign[role], records[role])
            assert not found, (address, offer.table)
            offered.setdefault(offer.table, set()).add(address)
    # The record of the outcome that `more` opens; no forged code gives one.
    opened = {f"record-outcome-{mine}" for mine in more[0].values() if role is Role.LEAD}
    assert offered.keys() == TABLES[role] | opened
    exported = [entry for entry in store.journal.entries() if entry["event"] == Event.EXPORTED]
    # The line of a snapshot names its file instead.
    assert offered.keys() - {"snapshot"} <= {
        entry["what"] for entry in exported if entry["who"] == f"{role}@example.org"
    }


@pytest.mark.parametrize("page", [entry.code for entry in pages_of(Role.EVALUATOR)])
def test_an_evaluator_gets_every_table(offers_of, page):
    """Each download gives an Excel-safe file with a heading and a row; no table is offered twice in one view."""
    seen = set()
    for address, offer in offers_of("evaluator@example.org", page):
        assert (address, offer.table) not in seen
        seen.add((address, offer.table))
        content = offer.produce()
        assert content.startswith((b"\xef\xbb\xbf", b"PK"))
        assert content.count(b"\r\n") >= 2 or content.startswith(b"PK"), (address, offer.table)
    assert seen or page in {"snapshots", "round"}  # nothing was made there yet


def test_an_evaluator_gets_the_names_that_others_do_not(offers_of, people, records):
    """What is looked for in the others' files can be found: the evaluator's hold it."""
    together = "\n".join(
        text_of(offer.produce())
        for page in ("rankings", "timelines", "outcomes")
        for _, offer in offers_of("evaluator@example.org", page)
    )
    found = leaked(together, people.foreign[Role.LEAD], records[Role.LEAD])
    groups = {text for text in people.foreign[Role.LEAD] if "工作组" in text}
    assert len(found & groups) > len(groups) / 2


def rows_of(offer: Offer) -> list[list[str]]:
    """The lines of a CSV file, the heading first."""
    return list(csv.reader(StringIO(text_of(offer.produce()))))


def test_a_record_is_a_file_with_titled_columns_also_where_two_lists_open_one(offers_of, store):
    """Two records of one table are two files, the same record twice is one; no page breaks on it."""
    with store.read() as whole:
        [(code,), (other,)] = whole.fetch(
            "select issue_id from issue where year(escalated_on) = 2025 and resolved_on is not null order by 1 limit 2"
        )
    opened = {"escalation": code, "issue": "resolved_by_nea"}
    for chosen in (other, code):
        found = offers_of("evaluator@example.org", "coordination", issue_record=chosen, **opened)
        records = {offer.table: offer for _, offer in found if offer.table.startswith("record-")}
        assert records.keys() == {f"record-issue-{one}" for one in (chosen, code)}
    heading, row = rows_of(records[f"record-issue-{code}"])
    columns = [column.title.text("zh") for column in SCHEMA.tables["issue"].columns.values()]
    assert heading[: len(columns)] == columns
    assert row[0] == code


def test_the_journal_and_the_pairs_speak_the_readers_language(offers_of, signed_in):
    """The heading says in words what a column holds, as does each part of what an event is about; codes stay too."""
    _ = translator("zh").gettext
    history = partial(offers_of, "evaluator@example.org", "data", part="history")
    rows_of({offer.table: offer for _at, offer in history()}["journal"])  # is itself a line of the journal
    heading, *events = rows_of({offer.table: offer for _at, offer in history()}["journal"])
    assert heading[:4] == [_("When"), _("What"), _("Code of the event"), _("Who")]
    assert [_("exported"), str(Event.EXPORTED)] in [event[1:3] for event in events]
    shown = signed_in("evaluator@example.org", "data", lang="zh", part="history")
    about = "\n".join(next(frame.value["about"] for frame in shown.dataframe if "about" in frame.value))
    assert _("{name}: {value}").format(name=_("Generation"), value="g000001") in about
    assert not re.search(r"(^|· )[a-z0-9_]+[:：]", about, re.MULTILINE)
    files = {offer.table: offer for _at, offer in offers_of("evaluator@example.org", "methodology", view="doubt")}
    heading, first, *_rest = rows_of(files["pairs"])
    assert heading[:3] == [_("Group code"), _("Working group"), f"{first[0]} {first[1]}"]
    assert "工作组" in first[1]


@pytest.mark.parametrize("email", [None, "stranger@example.org", "applicant@example.org"])
@pytest.mark.parametrize("page", [entry.code for entry in PAGES])
def test_nobody_else_is_offered_a_download(offers_of, monkeypatch, email, page):
    """Neither before signing in, nor without an account, nor as an applicant, whatever the address asks for."""
    if email == "applicant@example.org":
        monkeypatch.setenv("BREP_APPLICANTS", "on")
    assert not list(offers_of(email, page, indicator="plan_completion", channel="website"))


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("page", [entry.code for entry in PAGES])
def test_a_page_for_others_offers_no_download(offers_of, role, page):
    """Where the page is not open, nothing on it is."""
    open_to = {entry.code for entry in pages_of(role)}
    if page not in open_to:
        assert not list(offers_of(f"{role}@example.org", page))


@pytest.mark.parametrize("role", [Role.EVALUATOR, *OTHERS])
def test_a_download_of_somebody_who_lost_the_account_gives_no_bytes(offers_of, role, tmp_path, monkeypatch):
    """A button that was drawn before, clicked afterwards: refused, and no export in the journal."""
    drawn = [offer for _, offer in offers_of(f"{role}@example.org", "methodology")]
    assert drawn
    (tmp_path / "accounts.toml").write_text('[[account]]\nemail = "new@example.org"\nrole = "evaluator"\n', "utf-8")
    monkeypatch.setenv("BREP_ACCOUNTS", str(tmp_path / "accounts.toml"))
    for offer in drawn:
        with pytest.raises(UsageError, match="has ended"):
            offer.produce()
