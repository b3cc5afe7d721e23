"""The journeys of those who file and of the evaluator who enters it, in a real browser, signed in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from brep_metrics import filing
from brep_metrics.access import Role
from brep_metrics.filing import State
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate

from .filing_dashboard import Dashboard

if TYPE_CHECKING:
    from .conftest import Visitor


@pytest.fixture(scope="module")
def dashboard(demo_store, tmp_path_factory):
    """One for all tests, each of which leaves nothing behind that waits in the Inbox."""
    made = Dashboard(tmp_path_factory.mktemp("filing"), demo_store.address)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def browser_of(dashboard, visitor):
    """Somebody's own browser, signed in."""

    def opened(role: Role | str, language: str = "en", width: int = 1440) -> Visitor:
        found = visitor(language, width=width, at=dashboard.address)
        found.page.context.add_cookies([dashboard.cookie(f"{role}@example.org")])
        return found

    return opened


@pytest.fixture
def window(browser_of):
    """Opens a page of the dashboard for somebody, in a browser of their own."""
    return lambda role, address: browser_of(role).open(address)


def click(page: Page, name: str, heading: str | re.Pattern[str]) -> None:
    """Click a button, and wait for what the page says then."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text(heading)


def form_is_saved(page: Page) -> None:
    expect(page.locator(".brep-form .status").first).to_contain_text("Saved at")


def values_of(dashboard: Dashboard, period: str, group: str) -> dict[str, float]:
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with dashboard.store.read() as reading:
        measured = evaluate(reading, methodology, Period.parse(period)).measurement
    return dict(zip(measured.indicators, measured.values[measured.groups.index(group)], strict=True))


def test_a_late_report_is_filed_returned_corrected_and_entered(dashboard, window, tmp_path):
    """With an attachment that the evaluator fetches; the indicators move to what the lead was shown before."""
    evaluator = dashboard.actor(Role.EVALUATOR)
    half, group = Period.parse("2026H1"), dashboard.group
    filing.create_series(dashboard.store, evaluator, "execution_review", half, every=6, due_days=31, groups=[group])
    lead = window(Role.LEAD, f"file?group={dashboard.group}")
    lead.get_by_role("button", name=re.compile("2026H1-ER")).click()
    lead.get_by_label("Title").fill("Review of the first half")
    form_is_saved(lead)
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"%PDF-1.4 minutes")
    lead.locator("input[type=file]").set_input_files(minutes)
    expect(lead.get_by_role("link", name="minutes.pdf")).to_be_visible()
    lead.get_by_role("button", name="Save and check").click()
    expect(lead.get_by_test_id("stMain")).to_contain_text("What this does")
    reports = filing.listing(dashboard.store, dashboard.actor(Role.LEAD), [State.DRAFT])
    (draft,) = (one for one in reports if one.table == "report")
    promised = filing.effect_of(dashboard.store, dashboard.actor(Role.LEAD), draft)
    assert "review_filed" in {one.indicator for one in promised}
    assert "review_on_time" not in {one.indicator for one in promised}
    click(lead, "Submit", "was submitted")
    expect(lead.get_by_text(re.compile("^Receipt F"))).to_have_count(1)

    desk = window(Role.EVALUATOR, f"inbox?filing={draft.number}")
    with desk.expect_download() as fetched:
        desk.get_by_role("link", name="minutes.pdf").click()
    assert Path(fetched.value.path()).read_bytes() == b"%PDF-1.4 minutes"
    desk.get_by_label(re.compile("^Comment")).fill("Please name the months")
    click(desk, "Return 1 filing", "1 filing was returned")

    lead.reload()
    expect(lead.get_by_test_id("stMain")).to_contain_text("Please name the months")
    lead.get_by_label("Title").fill("Review from January to June")
    form_is_saved(lead)
    click(lead, "Submit", "was submitted")

    desk.goto(f"{dashboard.address}/inbox?filing={draft.number}")
    click(desk, "Enter 1 filing", "was entered as generation")
    one = filing.find(dashboard.store, evaluator, draft.id)
    assert (one.state, one.revision) == (State.ENTERED, 2)
    entered = values_of(dashboard, "2026", dashboard.group)
    for change in promised:
        if change.period.code == "2026":
            assert entered[change.indicator] == pytest.approx(change.after)
            assert change.before is None or change.after != change.before


def test_a_members_need_is_answered_and_escalated(dashboard, window):
    """Four people's steps in one thread, each entered, with the days that the indicators count."""
    member = window(Role.MEMBER, f"file?for={dashboard.group}&group={dashboard.group}&table=need")
    member.get_by_role("button", name="Begin").click()
    member.get_by_label("Title").fill("Who may use the grid data?")
    form_is_saved(member)
    click(member, "Submit", "was submitted")
    desk = window(Role.EVALUATOR, "inbox")

    def enter(table: str = "need") -> None:
        desk.goto(f"{dashboard.address}/inbox?table={table}")
        desk.get_by_text("Choose the one below").click()
        click(desk, "Enter 1 filing", "was entered as generation")

    enter()
    filed = filing.listing(dashboard.store, dashboard.actor(Role.MEMBER))
    need = next(one.key for one in filed if one.table == "need")
    lead = window(Role.LEAD, f"file?thread=need:{need}")
    lead.get_by_label("What you say").fill("Every member, from June on.")
    click(lead, "Answer", "It was handed in")
    enter()
    lead.get_by_label("What you say").fill("One operator refuses.")
    lead.get_by_role("button", name="Escalate to NEA").click()
    # What is typed is in the page before it is handed in.
    expect(lead.locator("[class*=st-key-post-]")).to_have_count(3)
    enter("issue")
    escalated = filing.listing(dashboard.store, dashboard.actor(Role.LEAD), [State.ENTERED])
    issue = next(one.key for one in escalated if one.note and one.note.startswith(f"need {need}"))
    desk.goto(f"{dashboard.address}/inbox?thread=issue:{issue}")
    desk.get_by_label("What you say").fill("NEA has asked the operator.")
    desk.get_by_role("button", name="Resolve").click()
    expect(desk.locator("[class*=st-key-post-]")).to_have_count(2)
    said = [
        (one.step.value, one.text) for one in filing.thread(dashboard.store, dashboard.actor(Role.MEMBER), "need", need)
    ]
    assert said == [
        ("question", "Who may use the grid data?"),
        ("answer", "Every member, from June on."),
        ("escalation", "One operator refuses."),
        ("resolution", "NEA has asked the operator."),
    ]
    with dashboard.store.read() as reading:
        ((answered,),) = reading.fetch("select answered_on from need where need_id = $key", {"key": need})
    assert answered is not None
    asked = window(Role.MEMBER, f"file?thread=need:{need}")
    expect(asked.get_by_test_id("stMain")).to_contain_text("Every member, from June on.")
    expect(asked.get_by_test_id("stMain")).to_contain_text("NEA has asked the operator.")


def test_an_applicants_intention_is_accepted_and_becomes_a_member(dashboard, window):
    """Typed in two forms, submitted as one, accepted into a group; the same sign-in then opens the group's page."""
    applicant = window("applicant", "")
    applicant.get_by_role("button", name="Begin a Record of Intention").click()
    applicant.get_by_label("Name in English").fill("Applying Institute")
    applicant.get_by_label("Kind of organization").select_option("university")
    applicant.get_by_label("Country").select_option(index=1)
    applicant.get_by_label("Sector").select_option(index=1)
    applicant.get_by_label("Proposed role").select_option("participant")
    applicant.get_by_label("Suggestion").fill("Share the test fields")
    click(applicant, "Submit", "was submitted")
    expect(applicant.get_by_test_id("stMain")).to_contain_text("a decision will be shown here")
    assert applicant.get_by_test_id("stSidebarNavLink").count() <= 1

    (waiting,) = (
        one for one in filing.inbox(dashboard.store, dashboard.actor(Role.EVALUATOR)) if one.role == "applicant"
    )
    desk = window(Role.EVALUATOR, f"inbox?filing={waiting.number}")
    expect(desk.get_by_test_id("stMain")).to_contain_text("Applying Institute")
    desk.get_by_label("Takes part in").click()
    desk.get_by_role("option").nth(1).click()
    click(desk, "Accept", f"{waiting.number} was accepted")

    applicant.goto(f"{dashboard.address}/")
    expect(applicant.locator("h1")).to_have_text("What is your group's result?")


def test_a_workbook_is_uploaded_and_one_of_its_filings_returned_and_withdrawn(dashboard, window, tmp_path):
    """Taken from the page, filled in, uploaded, removed and uploaded again; what is returned may be given up."""
    lead = window(Role.LEAD, f"file?group={dashboard.group}")
    lead.get_by_text("By workbook: many rows at once, offline").click()
    with lead.expect_download() as fetched:
        lead.get_by_role("link", name="Download the workbook").click()
    fetched.value.save_as(tmp_path / "taken.xlsx")
    book = load_workbook(tmp_path / "taken.xlsx")
    sheet = book["issue"]
    heading = [cell.value for cell in sheet[1]]
    sheet.cell(
        sheet.max_row + 1, next(at for at, one in enumerate(heading, 1) if "title" in str(one))
    ).value = "Offline"
    book.save(tmp_path / "filled.xlsx")
    lead.locator(".st-key-file-workbook input[type=file]").set_input_files(tmp_path / "filled.xlsx")
    expect(lead.get_by_role("button", name="Submit 1 filing")).to_be_visible()
    lead.locator(".st-key-file-workbook").get_by_role("button", name="Remove filled.xlsx").click()
    expect(lead.get_by_role("button", name="Submit 1 filing")).to_have_count(0)
    # A browser tells of no change where the same file is chosen without its dialog.
    book.save(tmp_path / "again.xlsx")
    lead.locator(".st-key-file-workbook input[type=file]").set_input_files(tmp_path / "again.xlsx")
    click(lead, "Submit 1 filing", "1 filing was submitted")
    (made,) = (
        one
        for one in filing.listing(dashboard.store, dashboard.actor(Role.LEAD), [State.SUBMITTED])
        if one.values.get("title") == "Offline"
    )
    filing.give_back(dashboard.store, dashboard.actor(Role.EVALUATOR), made.id, "Is this an issue?")
    lead.goto(f"{dashboard.address}/file?filing={made.number}")
    expect(lead.get_by_test_id("stMain")).to_contain_text("Is this an issue?")
    click(lead, "Give up this draft", f"{made.number} was withdrawn")
    assert filing.find(dashboard.store, dashboard.actor(Role.LEAD), made.id).state is State.WITHDRAWN


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1440)])
def test_the_pages_of_filing_are_whole(dashboard, browser_of, language, width):
    """Lists, a form and a decision: WCAG by axe, no sideways scrolling, no exception, one heading of the page."""
    lead = dashboard.actor(Role.LEAD)
    draft = filing.start(dashboard.store, lead, "outcome", dashboard.group)
    issue = filing.start(dashboard.store, lead, "issue", dashboard.group)
    filing.save(dashboard.store, lead, issue, {"title": ("Customs", 0)})
    filing.submit(dashboard.store, lead, issue.id)
    visits = [
        *((Role.LEAD, address) for address in ("file", f"file?filing={draft.number}", f"file?filing={issue.number}")),
        *((Role.EVALUATOR, address) for address in ("inbox", f"inbox?filing={issue.number}", "inbox?part=obligations")),
        ("another-applicant", ""),
    ]
    browsers = {role: browser_of(role, language, width) for role, _ in visits}
    for role, address in visits:
        page = browsers[role].open(address)
        assert page.get_by_test_id("stException").count() == 0, address
        assert page.locator("h1").count() == 1, address
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0, address
        found = [
            (violation["id"], node["html"][:200])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
            if "stSidebarNav" not in node["html"] and "<li" not in node["html"]
        ]
        assert found == [], address
    for one in (draft, issue):
        filing.withdraw(dashboard.store, lead, one.id)


def test_an_evaluator_enters_thirty_at_once(dashboard, window):
    """Chosen by one click, entered as one generation."""
    lead = dashboard.actor(Role.LEAD)
    for number in range(30):
        draft = filing.start(dashboard.store, lead, "issue", dashboard.group)
        filing.save(dashboard.store, lead, draft, {"title": (f"Issue {number}", 0)})
        filing.submit(dashboard.store, lead, draft.id)
    before = dashboard.store.current().id
    desk = window(Role.EVALUATOR, "inbox?table=issue")
    desk.get_by_text("Choose all 30 below").click()
    click(desk, "Enter 30 filings", "30 filings were entered")
    assert dashboard.store.current().id == f"g{int(before[1:]) + 1:06d}"


def test_a_draft_survives_reload_another_browser_and_the_death_of_the_server(dashboard, window):
    """Typed without leaving the field; what is typed while the server is dead is saved once it is back."""
    lead = dashboard.actor(Role.LEAD)
    draft = filing.start(dashboard.store, lead, "activity", dashboard.group)
    page = window(Role.LEAD, f"file?filing={draft.number}")
    title = page.get_by_label("Title")
    title.press_sequentially("Typed without leaving", delay=20)
    form_is_saved(page)
    assert filing.find(dashboard.store, lead, draft.id).values["title"] == "Typed without leaving"
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Typed without leaving")
    expect(window(Role.LEAD, f"file?filing={draft.number}").get_by_label("Title")).to_have_value(
        "Typed without leaving"
    )
    title.fill("Typed just before")
    form_is_saved(page)
    dashboard.kill()
    assert filing.find(dashboard.store, lead, draft.id).values["title"] == "Typed just before"
    title.fill("Typed while it was dead")
    page.wait_for_timeout(1500)
    dashboard.start()
    expect(page.locator(".brep-form .status")).to_contain_text("Saved at", timeout=60_000)
    assert filing.find(dashboard.store, lead, draft.id).values["title"] == "Typed while it was dead"
    expect(page.get_by_label("Title")).to_have_value("Typed while it was dead")
