from __future__ import annotations

import re
from functools import partial
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from copies import copy_store
from openpyxl import load_workbook
from playwright.sync_api import expect

from brep_metrics import demo
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import create, recorded
from brep_metrics.store import open_store
from brep_metrics.templates import workbook_template

LISTS = {"needs-states", "issues-states", "channels", "completeness", "generations"}
NEED = ["N-NEW", "WG01", "ORG001", "Partner wanted", "2026-05-02"]
FAULTY = ["N-NEW", "WG99", "ORG001", "Partner wanted", "2026-02-30"]


@pytest.fixture
def own(demo_store, tmp_path, serve):
    """A dashboard on a copy of the demonstration network, which the test may change: its store and its address."""
    store = open_store(copy_store(demo_store.address, tmp_path / "store"))
    with serve(store.address) as address:
        yield store, address


def workbook(row: list[str]) -> dict[str, object]:
    """The delivered template with one need, as the browser sends it."""
    book = load_workbook(BytesIO(workbook_template()))
    book["need"].append(row)
    content = BytesIO()
    book.save(content)
    return {"name": "需求 2026.xlsx", "mimeType": "application/octet-stream", "buffer": content.getvalue()}


def test_a_faulty_workbook_is_refused_with_its_faults_and_a_good_one_is_loaded(visitor, own):
    """Choose → check → read the faults → choose another → check → load → a new generation, all in Chinese."""
    store, address = own
    window = visitor("zh", at=address)
    page = window.open("data?part=load")
    words = page.locator('[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p').first
    assert "选择文件" in words.evaluate("text => getComputedStyle(text, '::after').content")
    page.locator("input[type=file]").first.set_input_files([workbook(FAULTY)])
    page.get_by_role("button", name="检查", exact=True).click()
    page.get_by_text("发现 2 处错误").wait_for()
    assert page.get_by_role("button", name="载入为新一代数据").count() == 0
    assert store.current().id == "g000001"

    page = window.open("data?part=load")
    page.locator("input[type=file]").first.set_input_files([workbook(NEED)])
    page.get_by_role("button", name="检查", exact=True).click()
    page.get_by_role("button", name="载入为新一代数据").click()
    page.get_by_text("数据代次为 g000002").wait_for()
    made = store.current()
    assert (made.id, [file.name for file in made.files]) == ("g000002", ["需求 2026.xlsx"])
    assert window.foreign == []


def test_the_first_data_come_through_the_browser(visitor, serve, tmp_path):
    """An empty store leads to the Data page; files are checked and loaded there, and the ranking appears."""
    files = demo.write(tmp_path / "files")
    with serve(str(tmp_path / "store")) as address:
        window = visitor("en", at=address)
        page = window.open("")
        page.get_by_role("link", name="Load the first data").click()
        page.get_by_role("heading", name="Blank templates").wait_for()
        page.locator("input[type=file]").first.set_input_files(files)
        page.get_by_role("button", name="Check", exact=True).click()
        page.get_by_role("button", name="Load as a new generation").click()
        page.get_by_text("Loaded as generation g000001").wait_for()
        page.get_by_role("link", name="To the ranking").click()
        page.locator(".st-key-ranking-bars .point path").first.wait_for(state="attached")
        assert "groups are rated" in page.locator("h5").first.inner_text()
        assert window.foreign == []


def test_a_snapshot_is_made_taken_away_verified_and_compared(visitor, own, tmp_path):
    """What the page gives to download is what the journal records; the page confirms that it holds and what differs."""
    store, address = own
    window = visitor("en", at=address)
    page = window.open("snapshots?period=2024")
    page.get_by_role("button", name="Make the snapshot").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the snapshot").click()
    taken = tmp_path / "taken.zip"
    download.value.save_as(taken)
    assert len(recorded(store)) == 1

    page = window.open("snapshots?part=verify")
    page.locator("input[type=file]").first.set_input_files(taken)
    page.get_by_text("taken.zip holds").wait_for()
    page.get_by_text("records the making of exactly this file").wait_for()

    later = tmp_path / "later.zip"
    create(store, later, methodology=load_methodology(DEFAULT_METHODOLOGY), period=Period.parse("2025"), language="en")
    page = window.open("snapshots?part=compare")
    for position, file in enumerate((taken, later)):
        page.locator("input[type=file]").nth(position).set_input_files(file)
        page.get_by_text(file.name).first.wait_for()
    window.settled()
    chosen = page.locator(".st-key-difference-group input")
    first = chosen.input_value()
    page.locator(".st-key-difference .point").last.click(force=True)
    expect(chosen).not_to_have_value(first)

    taken.write_bytes(taken.read_bytes()[:-100] + b"x" * 100)
    page = window.open("snapshots?part=verify")
    page.locator("input[type=file]").first.set_input_files(taken)
    page.get_by_test_id("stAlertContentError").wait_for()


CLICKS = {
    "?period=2025": {"targets": "behind=target"},
    "coordination?period=2025": {
        "needs-states": "need=in_time",
        "issues-states": "issue=",
        "escalations": "escalation=",
        "intention-sectors": "sector=",
    },
    "outcomes?period=2025": {"outcome-kinds": "kind=", "channels": "channel=", "review-bands": "behind=review"},
    "sectors?period=2025": {"shares": "behind=sector", "countries": "country=", "sector-scores": "/rankings?"},
    "timelines?period=2025": {"history": "/scorecard?", "reports": "report=", "outcomes": "/outcomes?"},
    "methodology?view=doubt": {"rank-intervals": "/scorecard"},
    "data": {"completeness": "table="},
    "data?part=history": {"generations": "files=g000001"},
}


@pytest.mark.parametrize("address", CLICKS)
def test_a_mark_leads_to_its_rows_and_the_way_back_to_the_page(visitor, address):
    """A click on a mark lists what is behind it, the list is in the address, and going back closes it."""
    window = visitor("en")
    page = window.open(address)
    for chart, parameter in CLICKS[address].items():
        path = urlsplit(page.url).path
        window.click_mark(chart, 0, re.compile(re.escape(parameter)))
        window.settled()
        if chart in LISTS:
            expect(page.get_by_role("button", name="Close the list")).to_be_visible()
        assert page.locator('[data-testid="stException"]').count() == 0
        page.go_back()
        # Not the whole address: a period that is the usual one leaves it, sooner or later.
        page.wait_for_url(partial(_is_closed, path, parameter))
        window.settled()


def _is_closed(path: str, parameter: str, url: str) -> bool:
    return urlsplit(url).path == path and parameter not in url
