"""A whole round in real browsers: three evaluators, one of whom is recused, and two leads, over forty days."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
from copies import copy_store
from playwright.sync_api import Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from brep_metrics import rounds
from brep_metrics.rounds import Stage
from brep_metrics.snapshot import compare, verify
from brep_metrics.store import network_zone, open_store

from .conftest import PATIENCE, choose

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "a-secret-of-the-test-with-32-characters"  # noqa: S105 - of nothing but this test
NOON = datetime.min.time().replace(hour=12)
STEP = 300_000  # a snapshot on a busy machine
PEOPLE = """
select any_value(organization_id) filter (where group_id = 'WG16' and role = 'lead'),
    any_value(organization_id) filter (where group_id = 'WG07' and role = 'lead'),
    min(organization_id) filter (where group_id = 'WG16' and role = 'participant')
from membership where left_on is null
"""


class Clock:
    """The server's clock, which runs on from another day as soon as a file says so.

    It begins at noon, whenever the test does: what ends with a day ends half an hour later (`rounds.calendar`).
    """

    def __init__(self, folder: Path) -> None:
        now = datetime.now(network_zone())
        noon = datetime.combine(now + timedelta(days=1), NOON, network_zone())
        self.file, self.ahead = folder / "clock", noon - now
        self._write()

    def move(self, days: int) -> None:
        """Let days pass at once."""
        self.ahead += timedelta(days=days)
        self._write()
        deadline = time.monotonic() + PATIENCE / 1000
        followed = self.file.with_suffix(".followed")
        while not followed.is_file() or followed.read_text("ascii") != str(self.ahead.total_seconds()):
            assert time.monotonic() < deadline, "the dashboard does not follow its clock"
            time.sleep(0.02)

    def _write(self) -> None:
        written = self.file.with_suffix(".new")
        written.write_text(str(self.ahead.total_seconds()), "ascii")
        written.replace(self.file)

    def environment(self) -> dict[str, str]:
        """What a process needs to go by this clock; how long things take is left as it is."""
        return {"MOVED_CLOCK": str(self.file), "PYTHONPATH": str(Path(__file__).with_name("moved_clock"))}


class People:
    """Five people, each in a browser of their own, and the days between what they do."""

    def __init__(self, visitor, address: str, clock: Clock) -> None:
        self.visitor, self.address, self.clock = visitor, address, clock
        self.windows = {}

    def come(self, who: str) -> Page:
        """Somebody signs in on the present day and opens the round."""
        if who not in self.windows:
            self.windows[who] = self.visitor("en", at=self.address)
        window = self.windows[who]
        window.page.context.add_cookies([self._cookie(f"{who}@example.org")])
        window.page.goto(f"{self.address}/round")
        window.page.locator("h5").first.wait_for()
        return window.settled()

    def _cookie(self, email: str) -> dict[str, str]:
        now = int(time.time() + self.clock.ahead.total_seconds()) - 60
        claims = {"iss": "https://provider", "sub": email, "nonce": token_hex(8), "iat": now}
        claims |= {"aud": "the-dashboard", "email": email, "email_verified": True}
        text = json.dumps(claims | {"origin": self.address, "is_logged_in": True})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "time", lambda: now)
            value = create_signed_value(SECRET, "_streamlit_user", text).decode()
        return {"name": "_streamlit_user", "value": value, "url": self.address}


@pytest.fixture
def clock(tmp_path) -> Clock:
    return Clock(tmp_path)


@pytest.fixture
def store(demo_store, tmp_path):
    copy_store(demo_store.address, tmp_path / "store")
    return open_store(tmp_path / "store")


@pytest.fixture
def people(store, clock, serve, visitor, tmp_path) -> Iterator[People]:
    """Two evaluators, an expert whose organization takes part in WG16, and the leads of WG16 and WG07."""
    with store.read() as reading:
        ((lead_16, lead_7, expert),) = reading.fetch(PEOPLE)
    accounts = [("chair", "evaluator", None), ("second", "evaluator", None), ("expert", "evaluator", expert)]
    accounts += [("lead-16", "lead", lead_16), ("lead-7", "lead", lead_7)]
    (tmp_path / "accounts.toml").write_text("\n".join(_account(*one) for one in accounts), "utf-8")
    environment = {
        "BREP_OIDC_METADATA_URL": "http://127.0.0.1:9/.well-known/openid-configuration",
        "BREP_OIDC_CLIENT_ID": "the-dashboard",
        "BREP_OIDC_CLIENT_SECRET": "not-used",
        "BREP_COOKIE_SECRET": SECRET,
        "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
        "BREP_ADDRESS": "http://127.0.0.1:{port}",
        "BREP_ACCOUNTS": str(tmp_path / "accounts.toml"),
    }
    with serve(store.address, **environment, **clock.environment()) as address:
        yield People(visitor, address, clock)


def _account(name: str, role: str, organization: str | None) -> str:
    own = f'organization = "{organization}"\n' if organization else ""
    return f'[[account]]\nemail = "{name}@example.org"\nrole = "{role}"\n{own}'


def part(page: Page, key: str, inner: str = "button"):
    """A part of a widget by the widget's key."""
    return page.locator(f".st-key-{key} {inner}")


def press(page: Page, key: str, said: str) -> None:
    """Press a button and wait for what the page says when it is done."""
    expect(part(page, key)).to_be_enabled()
    part(page, key).click()
    page.get_by_text(said, exact=True).wait_for()
    settle(page)


def fill(page: Page, key: str, text: str) -> None:
    part(page, key, "textarea").fill(text)
    part(page, key, "textarea").press("Tab")


def vote(page: Page, choice: str) -> None:
    page.locator(".st-key-round-vote-2024-1").get_by_text(choice, exact=True).click()
    press(page, "round-vote", "Your vote was recorded.")


def is_at(page: Page, stage: str) -> None:
    page.locator("h5", has_text=f"is at the stage “{stage}”").wait_for(timeout=STEP)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the run is over: what is clicked while the page is drawn anew may be lost."""
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached", timeout=STEP)
    page.wait_for_timeout(400)
    page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached", timeout=STEP)


def advance(page: Page, stage: str) -> None:
    """Take the next step, which makes a snapshot."""
    expect(part(page, "round-next")).to_be_enabled()
    part(page, "round-next").click()
    is_at(page, stage)


def up_to_the_notice(people: People, clock: Clock) -> None:
    """From the announcement to the notice; the recused expert has no vote, and a lead objects."""
    chair = people.come("chair")
    chair.get_by_text("Open a round", exact=True).click()
    choose(part(chair, "round-open-period", "input"), "2024")
    press(chair, "round-open", "The round is announced.")
    lead = people.come("lead-16")
    fill(lead, "round-assess-WG16", "The year's tasks were done as planned.")
    press(lead, "round-assess", "Your self-assessment was handed in.")

    clock.move(31)
    chair = people.come("chair")
    advance(chair, "verification")
    vote(chair, "yes")
    expert = people.come("expert")
    expert.get_by_text("You are recused: you do not vote on the result.").wait_for()
    assert part(expert, "round-vote").count() == 0
    second = people.come("second")
    vote(second, "yes")
    advance(second, "on notice")
    lead = people.come("lead-16")
    choose(part(lead, "round-target-WG16", "input"), "Progress reports on time")
    fill(lead, "round-object-WG16-indicator-progress_on_time", "It was posted on the due day.")
    fill(lead, "round-records-WG16-indicator-progress_on_time", "report WG16-2024Q2-PR")
    press(lead, "round-object", "Your objection was handed in.")


def the_objection_is_upheld(people: People, clock: Clock) -> None:
    """The expert of the group has nothing to decide; another evaluator corrects the row."""
    clock.move(8)
    expert = people.come("expert")
    is_at(expert, "objections")
    expert.get_by_text("It was posted on the due day.").wait_for()
    assert part(expert, "round-decide-O1").count() == 0
    second = people.come("second")
    part(second, "round-outcome-O1").get_by_text("upheld", exact=True).click()
    fill(second, "round-corrections-O1", "report WG16-2024Q2-PR submitted_on=2024-07-15")
    expect(second.get_by_text("rank 7 → 6")).to_be_visible()
    fill(second, "round-reason-O1", "The postmark is of the due day.")
    press(second, "round-decide-O1", "O1 is decided.")
    vote(second, "yes")


@pytest.mark.slow
def test_one_upheld_objection_changes_a_rank_in_a_round_of_five_people(people, store, clock):
    """From the announcement to the final result; the recused evaluator sees nothing to decide, a lead its own group.

    The snapshots of notice and final differ by the one row that was corrected.
    """
    up_to_the_notice(people, clock)
    the_objection_is_upheld(people, clock)
    chair = people.come("chair")
    vote(chair, "yes")
    advance(chair, "final")
    lead = people.come("lead-16")
    lead.get_by_text(re.compile("rank 7 on notice, 6 now, because objection O1 was upheld")).wait_for()
    other = people.come("lead-7")
    other.get_by_text(re.compile("rank 6 on notice, 7 now, because other results changed")).wait_for()
    assert "O1" not in other.locator("body").inner_text()

    (held,) = rounds.rounds(store)
    with (
        rounds.snapshot_file(store, held, Stage.NOTICE) as before,
        rounds.snapshot_file(store, held, Stage.FINAL) as after,
    ):
        assert verify(after).generation == held.final
        assert list(compare(before, after).rows["record_id"]) == ["WG16-2024Q2-PR"]
