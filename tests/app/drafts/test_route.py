"""The address to which a form saves: it serves the writer of the draft and nobody else, and says what is wrong."""

from __future__ import annotations

import re
from contextlib import suppress

import httpx
import pytest

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.store import open_store

ADDRESS = re.compile(rb"/draft/[\w.-]+")


@pytest.fixture
def store(guarded):
    return open_store(guarded.store)


@pytest.fixture
def lead(guarded, store) -> filing.Actor:
    organization = re.search(r'role = "lead"\norganization = "(\w+)"', guarded.accounts.read_text("utf-8"))[1]
    return filing.acting(store, Viewer(Role.LEAD, "lead@example.org", organization))


@pytest.fixture
def draft(store, lead) -> filing.Filing:
    """An activity that the lead has begun to write."""
    return filing.start(store, lead, "activity", min(lead.scope.visible_groups))


@pytest.fixture
def form(guarded, draft):
    """The browser of the lead and the address of the form, as the page gives it."""
    browser = guarded.browser("lead@example.org")
    with browser.window() as opened:
        browser.run(opened, page="file", query=f"filing={draft.number}")
        sent = b"".join(one.SerializeToString() for one in browser.received)
    return browser, ADDRESS.search(sent)[0].decode()


def sent(**fields: tuple[str, int]) -> dict[str, object]:
    return {"language": "en", "fields": {name: {"value": text, "seen": seen} for name, (text, seen) in fields.items()}}


def test_what_is_sent_is_in_the_register_and_the_faults_come_back(form, store, lead, draft):
    """The new version of each field, and what is wrong by column, in the language of the form."""
    browser, address = form
    answer = browser.http.post(address, json=sent(title=("Meeting of experts", 0), held_on=("2025-02-30", 0)))
    assert answer.status_code == 200
    assert answer.json()["versions"] == {"title": 1, "held_on": 1}
    assert answer.json()["conflicts"] == {}
    date = "this date does not exist; expected a date such as 2025-03-31"
    assert answer.json()["faults"] == {
        "work_content": ["Please fill this in."],
        "held_on": [date],
    }
    assert filing.find(store, lead, draft.id).values["title"] == "Meeting of experts"
    chinese = browser.http.post(address, json=sent() | {"language": "zh"}).json()["faults"]["held_on"][0]
    assert re.search("[\u4e00-\u9fff]", chinese)


def test_a_value_that_somebody_else_has_saved_meanwhile_is_told(form, store, lead, draft):
    """Nothing is overwritten; the other value comes with its version and who saved it."""
    browser, address = form
    filing.save(store, lead, draft, {"title": ("hers", 0)})
    answer = browser.http.post(address, json=sent(title=("mine", 0)))
    assert answer.json()["conflicts"] == {"title": {"value": "hers", "version": 1, "who": "lead@example.org"}}
    assert filing.find(store, lead, draft.id).values["title"] == "hers"
    assert browser.http.post(address, json=sent(title=("mine", 1))).json()["versions"] == {"title": 2}


def test_the_address_serves_one_sign_in(form, guarded, store, lead, draft):
    """Neither a stranger, nor another reader, nor the same person after another sign-in."""
    _browser, address = form
    for email, status in ((None, 401), ("evaluator@example.org", 404), ("lead@example.org", 404)):
        answer = guarded.browser(email).http.post(address, json=sent(title=("x", 0)))
        assert answer.status_code == status
    assert filing.find(store, lead, draft.id).values == {}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"no JSON", 400),
        (b'{"language": "en", "fields": {"title": {"value": 5, "seen": 0}}}', 400),
        (b'{"language": "en", "fields": []}', 400),
        (b"x" * 600_000, 413),
    ],
)
def test_what_no_form_sends_is_refused(form, content, status):
    """With a sentence, and without a traceback."""
    browser, address = form
    answer = browser.http.post(address, content=content)
    assert answer.status_code == status
    assert answer.json()["sentence"]


def test_what_no_database_keeps_is_refused_too(form, store, lead, draft):
    """Nested without end, a version beyond all numbers or before the first, half a character in a name."""
    browser, address = form
    fields = [
        b'{"title": {"value": "x", "seen": 1000000000000000000000000000000}}',
        b'{"title": {"value": "x", "seen": 2147483648}}',
        b'{"title": {"value": "x", "seen": -1}}',
        b'{"title": {"value": "x", "seen": true}}',
        b'{"\\ud800": {"value": "x", "seen": 0}}',
        b'{"title\\u0000": {"value": "x", "seen": 0}}',
        b"[" * 400_000,
    ]
    for one in fields:
        answer = browser.http.post(address, content=b'{"language": "en", "fields": ' + one + b"}")
        assert (answer.status_code, bool(answer.json()["sentence"])) == (400, True), one[:60]
    assert filing.find(store, lead, draft.id).values == {}


def test_an_address_is_for_one_draft_and_one_sign_in(form, guarded, store, lead, draft):
    """Altered, without a cookie, by another method, with a body without an end: nothing is saved."""
    browser, address = form
    body = sent(title=("x", 0))
    folder, _, token = address.rpartition("/")
    forged = [token[:-1], token + "x", token[::-1], token.replace(".", "..", 1), "", "%00", "..%2fdraft", "x" * 5_000]
    for one in forged:
        assert browser.http.post(f"{folder}/{one}", json=body).status_code in {400, 401, 403, 404, 405, 414}, one[:40]
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        assert browser.http.request(method, address).status_code in {401, 403, 404, 405}
    assert browser.http.post(address, content=iter([b"x" * 65_536] * 160)).status_code == 413
    with httpx.Client(base_url=guarded.address) as without:
        assert without.post(address, json=body).status_code == 401
    assert filing.find(store, lead, draft.id).values == {}


def test_after_signing_out_nothing_is_saved(form, guarded, store, lead, draft):
    """The address outlives the page, and not the sign-in, also where the cookie was kept."""
    browser, address = form
    with httpx.Client(base_url=guarded.address, cookies=dict(browser.http.cookies)) as other:
        other.get("/auth/logout")
    assert browser.http.post(address, json=sent(title=("x", 0))).status_code == 401
    assert filing.find(store, lead, draft.id).values == {}


def test_a_column_that_is_not_the_writers_is_refused(form, store, lead, draft):
    """Whatever the browser claims: the group, the day of receipt, a column that does not exist."""
    browser, address = form
    for column in ("group_id", "recorded_on", "no_such"):
        assert browser.http.post(address, json=sent(**{column: ("WG02", 0)})).status_code == 409
    assert filing.find(store, lead, draft.id).values == {}


def test_a_draft_that_was_given_up_takes_nothing_more(form, store, lead, draft):
    """The form says so instead of trying again."""
    browser, address = form
    filing.withdraw(store, lead, draft.id)
    answer = browser.http.post(address, json=sent(title=("too late", 0)))
    assert answer.status_code == 409
    assert draft.number in answer.json()["sentence"]


@pytest.fixture(autouse=True)
def _no_drafts_left(store, lead):
    yield
    for one in filing.listing(store, lead, [filing.State.DRAFT]):
        with suppress(Exception):
            filing.withdraw(store, lead, one.id)
