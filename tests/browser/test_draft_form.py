"""The script of a draft's form on a page of its own, with a server that answers as the test says."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from brep_metrics.app.widgets.draft_form import SCRIPT

PAGE = '<!doctype html><div id="place"><div class="brep-form"></div></div><button>Elsewhere</button>'
START = """async data => {
    const form = await import('/draft_form.js');
    window.told = [];
    window.draw = sent => form.default({
        data: sent, parentElement: document.getElementById('place'), setTriggerValue: (name) => told.push(name),
    });
    draw(data);
}"""
WORDS = {
    "required": "required",
    "search": "Search",
    "was": "Until now: {value}",
    "nothing": "(empty)",
    "part": "not complete",
    "typing": "not saved yet",
    "saved": "saved at {at}",
    "waiting": "no answer",
    "changed": "{who} changed this to {value}",
    "mine": "Keep mine",
    "theirs": "Take theirs",
    "done": "Save and check",
}


def field(name: str, kind: str, value: str = "", **more: object) -> dict[str, object]:
    usual = {"note": "", "required": False, "options": None, "who": "", "was": None, "faults": []}
    return {"name": name, "kind": kind, "label": name.title(), "value": value, "version": 1} | usual | more


def sent(*fields: dict[str, object], checked: bool = False) -> dict[str, object]:
    """What a run of the page sends."""
    countries = [[f"C{number}", f"Country {number}"] for number in range(20)]
    return {
        "draft": "F1",
        "owner": "me",
        "address": "/draft/token",
        "language": "en",
        "fields": list(fields),
        "lists": {"countries": countries, "kinds": [["a", "Alpha"], ["b", "Beta"]]},
        "words": WORDS,
        "checked": checked,
    }


class Server:
    """Answers as `answer` says; None: not at all. `posts` is what came, field by field."""

    def __init__(self) -> None:
        self.posts: list[dict[str, dict[str, object]]] = []
        self.answer: dict[str, object] | None = {}
        self.status = 200

    def serve(self, route) -> None:
        """Answer a request of the page."""
        request = route.request
        if request.method == "POST":
            self._save(route, json.loads(request.post_data)["fields"])
        elif request.url.endswith(".js"):
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    def _save(self, route, fields) -> None:
        self.posts.append(fields)
        if self.answer is None:
            route.abort()
            return
        versions = {name: one["seen"] + 1 for name, one in fields.items()}
        usual = {"versions": versions, "conflicts": {}, "faults": {}}
        route.fulfill(status=self.status, json=usual | self.answer)


@pytest.fixture
def form(browser):
    """Opens a form with some fields, and gives its page and its server."""
    context = browser.new_context()
    server = Server()
    page = context.new_page()
    page.set_default_timeout(5000)
    page.route("**/*", server.serve)

    def opened(*fields, **more):
        page.goto("http://form.test/")
        page.evaluate(START, sent(*fields, **more))
        return page, server

    expect.set_options(timeout=5000)
    yield opened
    context.close()


def test_what_is_typed_is_saved_within_a_second_of_a_pause(form):
    """Once, without leaving the field, with the version that the writer saw."""
    page, server = form(field("title", "text"))
    page.get_by_label("Title").press_sequentially("A report", delay=30)
    assert server.posts == []
    page.wait_for_timeout(1000)
    assert server.posts == [{"title": {"value": "A report", "seen": 1}}]
    expect(page.get_by_role("status")).to_contain_text("saved at ")
    page.get_by_label("Title").press_sequentially("s")
    page.wait_for_timeout(1000)
    assert server.posts[1:] == [{"title": {"value": "A reports", "seen": 2}}]


def test_a_server_that_is_away_is_asked_again_until_it_answers(form):
    """The writer is told, types on, and nothing is lost by a reload meanwhile."""
    page, server = form(field("title", "text"))
    server.answer = None
    page.get_by_label("Title").fill("typed while it was away")
    expect(page.get_by_role("status")).to_have_text("no answer")
    form(field("title", "text"))
    expect(page.get_by_label("Title")).to_have_value("typed while it was away")
    server.answer = {}
    expect(page.get_by_role("status")).to_contain_text("saved at ", timeout=15_000)
    assert server.posts[-1] == {"title": {"value": "typed while it was away", "seen": 1}}
    form(field("title", "text", "as saved", version=2))
    expect(page.get_by_label("Title")).to_have_value("as saved")


def test_of_two_writers_the_second_is_told_and_chooses(form):
    """Both values are shown, nothing is sent before the choice, and the choice is made knowing the other's version."""
    page, server = form(field("title", "text"))
    server.answer = {"conflicts": {"title": {"value": "hers", "version": 7, "who": "li@example.org"}}}
    page.get_by_label("Title").fill("mine")
    expect(page.get_by_role("alert")).to_contain_text("li@example.org changed this to hers")
    expect(page.get_by_label("Title")).to_have_value("mine")
    page.wait_for_timeout(1500)
    assert len(server.posts) == 1
    server.answer = {}
    page.get_by_role("button", name="Keep mine").click()
    page.wait_for_timeout(300)
    assert server.posts[1:] == [{"title": {"value": "mine", "seen": 7}}]
    expect(page.get_by_label("Title")).to_be_focused()


def test_no_field_changes_under_a_hand(form):
    """A value that a run of the page brings is offered, not put in; taking it sends nothing."""
    page, server = form(field("title", "text", "old"))
    page.evaluate("data => draw(data)", sent(field("title", "text", "hers", version=2, who="li@example.org")))
    expect(page.get_by_label("Title")).to_have_value("old")
    page.get_by_role("button", name="Take theirs").click()
    expect(page.get_by_label("Title")).to_have_value("hers")
    page.wait_for_timeout(1000)
    assert server.posts == []


def test_a_fault_is_shown_at_the_field_once_it_was_edited(form):
    """In words and for assistive technology; in a draft that was checked all faults are shown."""
    page, server = form(field("title", "text", faults=["is missing"]), field("due_on", "text", faults=["is missing"]))
    expect(page.get_by_label("Title")).to_have_attribute("aria-invalid", "false")
    server.answer = {"faults": {"title": ["is too long"], "due_on": ["is missing"]}}
    page.get_by_label("Title").fill("x")
    expect(page.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Title")).to_have_accessible_description("is too long")
    expect(page.get_by_label("Due_On")).to_have_attribute("aria-invalid", "false")
    page.evaluate(
        "data => draw(data)", sent(*[field(name, "text", faults=["bad"]) for name in ("title", "due_on")], checked=True)
    )
    expect(page.get_by_label("Due_On")).to_have_accessible_description("bad")


def test_the_keyboard_alone_fills_in_every_kind_of_field(form):
    """From field to field by Tab, choices by Space, which a search leads to; several are sent as in a file."""
    page, server = form(
        field("title", "text"),
        field("kind", "choice", options="kinds"),
        field("countries", "choices", "C3;gone", options="countries"),
        field("due_on", "date"),
    )
    page.get_by_label("Title").focus()
    for key in ("x", "Tab", "B", "Tab", *"Country 15", "Tab", "Space", "Tab"):
        page.keyboard.press(key)
    page.get_by_label("Due_On").fill("2026-03-01")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    together = {name: one["value"] for post in server.posts for name, one in post.items()}
    assert together == {"title": "x", "kind": "b", "countries": "C3;C15;gone", "due_on": "2026-03-01"}


def test_a_list_of_choices_is_one_stop_of_the_tab_key(form):
    """Arrow keys lead through it, also among those that the search leaves; Tab leads on from any of them."""
    page, server = form(field("countries", "choices", options="countries"), field("title", "text"))
    page.get_by_role("searchbox").focus()
    for key in ("Tab", "End", "Space", "Home", "ArrowDown", "ArrowDown", "ArrowUp", "Space", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Country 1", exact=True)).to_be_focused()
    page.get_by_role("searchbox").fill("Country 7")
    # What is chosen stays in sight, and is a stop as well.
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    expect(page.get_by_label("Country 19", exact=True)).to_be_focused()
    page.wait_for_timeout(800)
    assert server.posts[-1]["countries"]["value"] == "C1;C19"


def test_a_button_of_the_page_waits_until_what_was_typed_is_saved(form):
    """Its click comes once, after the text, and is the only run; while the server is away it does not come at all."""
    page, server = form(field("title", "text"))
    page.evaluate("() => { document.querySelector('body > button').onclick = () => told.push('clicked') }")
    page.get_by_label("Title").press_sequentially("x")
    page.get_by_role("button", name="Elsewhere").click()
    page.wait_for_function("told.includes('clicked')")
    assert server.posts == [{"title": {"value": "x", "seen": 1}}]
    assert page.evaluate("told") == ["clicked"]
    server.answer = None
    page.get_by_label("Title").press_sequentially("y")
    page.get_by_role("button", name="Elsewhere").click()
    page.wait_for_timeout(1000)
    assert page.evaluate("told") == ["clicked"]


def test_the_page_is_told_once_the_writer_has_left_the_form(form):
    """Not while they write; and when they ask for the next step, after all of it is saved."""
    page, server = form(field("title", "text"))
    page.get_by_label("Title").fill("x")
    page.wait_for_timeout(1000)
    assert page.evaluate("told") == []
    page.get_by_role("button", name="Elsewhere").focus()
    page.wait_for_timeout(300)
    assert page.evaluate("told") == ["saved"]
    page.get_by_label("Title").fill("y")
    page.get_by_role("button", name="Save and check").click()
    page.wait_for_function("told.length === 2")
    assert page.evaluate("told") == ["saved", "done"]
    assert server.posts[-1] == {"title": {"value": "y", "seen": 2}}
