"""Many machines: three dashboards behind HAProxy, PostgreSQL and S3 underneath, readers in browsers in front."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from identity_provider import sign_in
from playwright.sync_api import Error, expect
from replicas import NAMES, Replicas, replicas_running
from servers import Servers, missing, running

from brep_metrics.demo import load_demonstration
from brep_metrics.store import ACCOUNT_SET, create_store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import APIResponse, Page

    from brep_metrics.store import Store

EVALUATOR = "evaluator@example.org"
# One that leads a group, and another one.
LEADS = """
select group_id, any_value(organization_id), any_value(working_group.name_en)
from membership join working_group using (group_id)
where role = 'lead' and left_on is null and dissolved_on is null and established_on < date '2024-01-01'
group by group_id having count(*) = 1 order by group_id limit 2
"""
SECTOR = {
    "name": "sector.csv",
    "mimeType": "text/csv",
    "buffer": "sector_id,name_zh,name_en,tier,recorded_on\nS99,新,New,network,\n".encode(),
}
PAGES = ("group", "scorecard", "coordination", "scorecard?period=2024", "timelines")


@pytest.fixture(scope="module")
def underneath() -> Iterator[Servers]:
    """A database and a bucket that these tests may restart."""
    if (reason := missing()) or not shutil.which("haproxy") or not shutil.which("openssl"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason or "haproxy or openssl is not installed")
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def store(underneath: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demonstration network on servers, with accounts that every machine sees."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in underneath.bucket.environment.items():
            patched.setenv(name, value)
        patched.setenv("BREP_CACHE", str(tmp_path_factory.mktemp("cache")))
        address, files = underneath.new()
        patched.setenv("BREP_STORE", address)
        create_store(address, files=files)
        made = open_store(address)
        load_demonstration(made, "eight")
        made.journal.append(ACCOUNT_SET, who="test", email=EVALUATOR, role="evaluator", organization=None)
        for group, organization, _ in _groups(made):
            email = _lead(group)
            made.journal.append(ACCOUNT_SET, who="test", email=email, role="lead", organization=organization)
        yield made


@pytest.fixture(scope="module")
def replicas(store: Store, provider: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    """Three dashboards on it."""
    folder: Path = tmp_path_factory.mktemp("replicas")
    for name in (EVALUATOR, *(_lead(group) for group, _, _ in _groups(store))):
        provider.knows(name)
    secret = provider.environment["BREP_COOKIE_SECRET"]
    environment = {**provider.environment, "STREAMLIT_SERVER_COOKIE_SECRET": secret, "BREP_ACCOUNTS": ""}
    with replicas_running(folder, environment) as started:
        yield started


@pytest.fixture(scope="module")
def signed_in() -> dict[str, list[Any]]:
    """The cookies of those who signed in before, by e-mail."""
    return {}


@pytest.fixture
def arrive(visitor: Any, replicas: Replicas, signed_in: dict[str, list[Any]]) -> Callable[..., Any]:
    """Opens a window of its own on one of them, signed in: the first time through the provider."""

    def come(email: str, path: str, at: str) -> Any:
        window = visitor("en", at=replicas.address)
        if email in signed_in:
            window.page.context.add_cookies(signed_in[email])
        replicas.send_to(window.page, at)
        window.page.goto(f"{replicas.address}/{path}")
        if email not in signed_in:
            sign_in(window.page, email)
            signed_in[email] = window.page.context.cookies()
        window.settled()
        if replicas.serving(window.page) != at:
            _open_at(replicas, window, path, at)
        return window

    return come


def _open_at(replicas: Replicas, window: Any, path: str, at: str) -> None:
    """Open a page on one machine, again where the balancer passes it over: it was down, or too busy for a check."""
    for _again in range(20):
        replicas.send_to(window.page, at)
        with suppress(Error):
            window.open(path)
            if replicas.serving(window.page) == at:
                return
        time.sleep(1)
    pytest.fail(f"{at} does not answer")


def _fetched(page: Page, address: str) -> APIResponse:
    """What the address gives, asked for again where the balancer ended the connection: the machine missed a check."""
    for _again in range(5):
        with suppress(Error):
            return page.request.get(address)
        time.sleep(1)
    return page.request.get(address)


def _groups(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as reading:
        return reading.fetch(LEADS)


def _lead(group: str) -> str:
    return f"lead-{group}@example.org".lower()


def test_a_load_on_one_is_seen_on_the_others_with_the_next_click(arrive, store: Store):
    """Readers on all three see what somebody loaded elsewhere in the run of that click: no other one follows it."""
    windows = [arrive(EVALUATOR, "coordination?period=2025", name) for name in NAMES]
    before = [_seconds_until(window.page, "中文", "g000001") for window in windows]
    seen = store.build(lambda _: None, who="another machine", why="a load").id
    after = [_seconds_until(window.page, "English", seen) for window in windows]
    print(f"clicks {before}, the first ones after the load {after}")  # noqa: T201 - reported


def _seconds_until(page: Page, language: str, generation: str) -> float:
    """How long after a click on the other language the page is there, of a generation."""
    title = page.locator("h1").first.inner_text()
    begun = time.monotonic()
    page.get_by_text(language, exact=True).click()
    expect(page.locator("h1").first).not_to_have_text(title)
    page.get_by_text(generation).first.wait_for()
    return round(time.monotonic() - begun, 2)


@pytest.mark.parametrize("interactions", [20, pytest.param(200, marks=pytest.mark.long)])
def test_two_users_across_replicas_never_see_each_other(arrive, replicas: Replicas, store: Store, interactions: int):
    """Two leads, sent to another machine with every click: each finds its own group and never the other's name."""
    groups = _groups(store)
    windows = [arrive(_lead(group), "group", name) for (group, _, _), name in zip(groups, NAMES, strict=False)]
    for number in range(interactions):
        turn = number % 2
        window, (_, _, own), (_, _, other) = windows[turn], groups[turn], groups[1 - turn]
        at, path = NAMES[number % len(NAMES)], PAGES[number // 2 % len(PAGES)]
        _open_at(replicas, window, path, at)
        page = window.page
        if path.startswith(("group", "scorecard")):
            expect(page.locator("body")).to_contain_text(own)
        assert other not in page.content(), path
        offers = page.locator("a[href*='/download/']")
        if offers.count():
            address = replicas.address + str(offers.first.get_attribute("href"))
            given, refused = _fetched(page, address), _fetched(windows[1 - turn].page, address)
            assert (given.status, refused.status) == (200, 404)
            assert other not in given.text()


def test_while_the_bucket_is_away(arrive, store: Store, underneath: Servers):
    """Readers of what a machine has a copy of go on for twenty seconds and more, a writer gets a sentence."""
    reader = arrive(EVALUATOR, "rankings?period=2024", "two")
    page = arrive(EVALUATOR, "data?part=load", "three").page
    lines, generation = len(store.journal), store.current()
    page.locator("input[type=file]").first.set_input_files([SECTOR])
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Load as a new generation").wait_for()
    underneath.bucket.stop()
    until, seen = time.monotonic() + 20, 0
    try:
        page.get_by_role("button", name="Load as a new generation").click()
        page.get_by_text("The data cannot be read or written at the moment").wait_for()
        assert "s3:" not in page.locator("body").inner_text()
        for path in cycle(["timelines", "rankings?period=2024", "sectors"]):
            assert reader.open(path).get_by_test_id("stAlertContentError").count() == 0
            seen += 1
            if time.monotonic() > until:
                break
        assert (store.current(), len(store.journal)) == (generation, lines)
    finally:
        underneath.bucket.restart()
    print(f"{seen} pages while the bucket was away")  # noqa: T201 - reported
    page.get_by_role("button", name="Load as a new generation").click()
    page.get_by_text("Loaded as generation").wait_for()
    assert store.current().number == generation.number + 1
    assert store.verify() == ()


def test_a_database_that_is_started_again(arrive, store: Store, underneath: Servers):
    """A click while it is away gets a sentence, the next one after it is back gets the page; nothing is lost."""
    windows = [arrive(EVALUATOR, "rankings?period=2024", name) for name in NAMES]
    lines = len(store.journal)
    underneath.database.stop()
    try:
        windows[0].page.get_by_text("中文", exact=True).click()
        windows[0].page.get_by_role("heading", name="看板暂时无法接受访问").wait_for()
    finally:
        underneath.database.start()
    for window, language in zip(windows, ("English", "中文", "中文"), strict=True):
        window.page.get_by_text(language, exact=True).click()
        window.settled()
        expect(window.page.locator("h5").first).to_contain_text("2024")
        expect(window.page.get_by_test_id("stAlertContentError")).to_have_count(0)
    assert (len(store.journal), store.verify()) == (lines, ())


def test_killed_its_readers_go_on_elsewhere(arrive, replicas: Replicas):
    """Within five seconds the page is there again, from another machine, with its filters, and says what happened."""
    window = arrive(EVALUATOR, "rankings?period=2024&sector=oil_gas", "one")
    page, before = window.page, window.page.url
    text = page.locator("h5").first.inner_text()
    assert "2024" in text
    killed = time.monotonic()
    replicas.kill("one")
    try:
        page.get_by_text("The connection was lost").wait_for()
        print(f"went on after {time.monotonic() - killed:.2f} s")  # noqa: T201 - reported
        assert time.monotonic() - killed < 5
        window.settled()
        assert (page.url, page.locator("h5").first.inner_text()) == (before, text)
        assert replicas.serving(page) != "one"
        page.get_by_text("中文", exact=True).click()
        expect(page.locator("h5").first).to_contain_text("2024")
        expect(page.locator("h5").first).not_to_have_text(text)
    finally:
        replicas.start("one")
        replicas.await_ready()


def test_signed_out_on_one_is_signed_out_on_all(arrive, visitor, replicas: Replicas, signed_in: dict[str, list[Any]]):
    """A copy of the cookie opens nothing on any machine, at once."""
    window = arrive(EVALUATOR, "data", "one")
    copied = signed_in.pop(EVALUATOR)
    window.page.get_by_role("button", name="Sign out").click()
    window.page.wait_for_url("**/end_session*")
    for name in NAMES:
        other = visitor("en", at=replicas.address)
        other.page.context.add_cookies(copied)
        replicas.send_to(other.page, name)
        assert "You have signed out" in other.open("data").locator("body").inner_text()
