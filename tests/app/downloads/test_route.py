"""Downloads on the real server: they arrive whatever others do, for their reader alone, and the journal says which."""

from __future__ import annotations

import re
import threading
import time
from types import SimpleNamespace

import anyio
import httpx
import pytest

from brep_metrics.access import Event
from brep_metrics.app.downloads.route import CHUNK, Handed
from brep_metrics.store import open_store

PAGES = ("rankings", "timelines", "sectors", "outcomes", "coordination", "methodology", "data")


def addresses_in(browser) -> list[str]:
    """The addresses of the downloads that the last run has offered."""
    links = [
        message.delta.new_element.link_button.url
        for message in browser.received
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "link_button"
    ]
    return [link for link in links if link.startswith("/download/")]


def exports(server) -> list[str]:
    return [
        entry["what"] for entry in open_store(server.store).journal.entries() if entry.get("event") == Event.EXPORTED
    ]


def test_fifty_downloads_arrive_while_others_work_and_the_journal_has_just_them(own):
    """A second or more after each was offered, with five runs a second elsewhere: where Streamlit's own were gone."""
    reader, busy = own.browser("evaluator@example.org"), own.browser("evaluator@example.org")
    stop = threading.Event()
    runs: list[float] = []

    def work() -> None:
        with busy.window() as opened:
            while not stop.is_set():
                started = time.monotonic()
                busy.run(opened, page="methodology")
                runs.append(started)
                stop.wait(max(0.0, 0.2 - (time.monotonic() - started)))

    worker = threading.Thread(target=work)
    offered: list[str] = []
    with reader.window() as opened:
        for page in PAGES:
            reader.run(opened, page=page, query="period=2025")
            offered += addresses_in(reader)
        offered = (offered * 50)[:50]
        before = exports(own)
        worker.start()
        try:
            time.sleep(1)
            begun = time.monotonic()
            while len(runs) < 6 and time.monotonic() < begun + 120:  # fewer on a busy machine
                time.sleep(0.1)
            answers = [reader.http.get(address) for address in offered]
        finally:
            stop.set()
            worker.join()
    assert [answer.status_code for answer in answers] == [200] * 50
    assert all(answer.content.startswith((b"\xef\xbb\xbf", b"PK")) for answer in answers)
    assert len(runs) > 5
    names = [re.search(r"''([\w-]+?)-2025-g", answer.headers["content-disposition"]) for answer in answers]
    said = exports(own)[len(before) :]
    with_data = [name[1] for name in names if name]
    assert sorted(said) == sorted(with_data)
    assert not open_store(own.store).verify()


@pytest.mark.parametrize(("stays", "logged"), [(0, False), (2, False), (4, False), (5, True)])
def test_who_leaves_before_the_last_byte_has_not_got_the_file(stays, logged):
    """A file of four pieces, and a reader who is there for the first so many looks; the line would be untrue."""
    log: list[str] = []
    sent: list[bytes] = []
    looks = iter([False] * stays + [True] * 9)

    async def gone() -> bool:
        return next(looks)

    async def send(message) -> None:
        sent.append(message.get("body", b""))

    offer = SimpleNamespace(media_type="text/csv", file_name="a.csv", log=lambda: log.append("a.csv"))
    response = Handed(SimpleNamespace(is_disconnected=gone), offer, b"x" * 4 * CHUNK)
    anyio.run(response, {}, None, send)
    assert bool(log) is logged
    assert (b"".join(sent) == b"x" * 4 * CHUNK) is (stays >= 4)


@pytest.fixture
def offered(guarded):
    """An evaluator's open window and the address of a table on it."""
    reader = guarded.browser("evaluator@example.org")
    with reader.window() as opened:
        reader.run(opened, page="rankings", query="period=2025")
        yield reader, addresses_in(reader)[0]


def test_the_address_of_a_download_is_one_readers_alone(guarded, offered):
    """A stranger, another reader and the same person's other sign-in get none of it; it names no session."""
    reader, address = offered
    assert reader.http.get(address).status_code == 200
    assert guarded.browser(None).http.get(address).status_code == 401
    for email in ("lead@example.org", "member@example.org", "evaluator@example.org"):
        assert guarded.browser(email).http.get(address).status_code == 404
    assert reader.session_id not in address


@pytest.mark.parametrize("change", ["flip", "cut", "swap", "empty", "long", "case"])
def test_an_altered_address_is_none(offered, change):
    """One letter changed anywhere in what is signed or in the signature, and it opens nothing."""
    reader, address = offered
    head, token = address.rsplit("/", 1)
    body, signature = token.rsplit(".", 1)
    altered = {
        "flip": f"{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
        "cut": f"{body}.{signature[:-2]}",
        "swap": f"{body[:-3]}{body[-3:].swapcase()}.{signature}",
        "empty": f".{signature}",
        "long": f"{body}{'A' * 5000}.{signature}",
        "case": token.swapcase(),
    }[change]
    answer = reader.http.get(f"{head}/{altered}")
    assert answer.status_code == 404
    assert "no longer on offer" in answer.text or answer.text == "not found\n"


def test_only_a_get_fetches(offered):
    """A link that is only looked at leaves no line of an export."""
    reader, address = offered
    for method in ("HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        assert reader.http.request(method, address).status_code in {404, 405}


def test_an_ended_sign_in_fetches_nothing_more(guarded, offered):
    """Signed out, or the account taken away, with the window still open."""
    reader, address = offered
    kept = guarded.accounts.read_text("utf-8")
    try:
        guarded.accounts.write_text(kept.replace("evaluator@", "someone-else@"), "utf-8")
        assert reader.http.get(address).status_code == 401
    finally:
        guarded.accounts.write_text(kept, "utf-8")
    assert reader.http.get(address).status_code == 200
    with httpx.Client(base_url=guarded.address, cookies=dict(reader.http.cookies)) as other:
        other.get("/auth/logout")
    assert reader.http.get(address).status_code == 401


def test_a_download_is_gone_with_its_window(brief):
    """What a page offered is kept no longer than its session."""
    reader = brief.browser("evaluator@example.org")
    with reader.window() as opened:
        reader.run(opened, page="rankings", query="period=2025")
        address = addresses_in(reader)[0]
    for _ in range(200):
        time.sleep(0.2)
        if reader.http.get(address).status_code == 404:
            return
    pytest.fail("still on offer")


def test_the_address_stays_the_same_from_run_to_run(offered, guarded):
    """A link that changed with every run would be drawn anew, and lose the focus of a keyboard."""
    reader = guarded.browser("evaluator@example.org")
    with reader.window() as opened:
        reader.run(opened, page="rankings", query="period=2025")
        first = addresses_in(reader)
        reader.run(opened, page="rankings", query="period=2025")
        assert addresses_in(reader) == first
