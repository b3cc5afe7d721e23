"""Signing in through a real OpenID Connect provider, in a real browser: who gets in, and what they are given."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from copies import copy_store
from identity_provider import CLIENT, sign_in
from playwright.sync_api import Error

from brep_metrics.access import publish
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

USER_COOKIE = "_streamlit_user"
LEADS = """
select group_id, any_value(organization_id), any_value(working_group.name_en)
from membership join working_group using (group_id)
where role = 'lead' and left_on is null and dissolved_on is null and established_on < date '2024-01-01'
group by group_id having count(*) = 1 order by group_id limit 2
"""


@pytest.fixture(scope="module")
def groups(demo_store) -> list[tuple[str, str, str]]:
    """Two groups with their leads: code, organization, name."""
    with demo_store.read() as reading:
        return reading.fetch(LEADS)


@pytest.fixture(scope="module")
def signed(demo_store, groups, provider, serve, tmp_path_factory) -> Iterator[str]:
    """A dashboard with sign-in, one published year, an evaluator and two leads."""
    folder = tmp_path_factory.mktemp("signed")
    copy_store(demo_store.address, folder / "store")
    store = open_store(folder / "store")
    with store.read() as reading:
        publish(store, evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025")), who="test")
    accounts = ['[[account]]\nemail = "evaluator@example.org"\nrole = "evaluator"\n']
    accounts += [
        f'[[account]]\nemail = "lead-{group}@example.org"\nrole = "lead"\norganization = "{organization}"\n'
        for group, organization, _ in groups
    ]
    (folder / "accounts.toml").write_text("\n".join(accounts), "utf-8")
    for name in ("evaluator", *(f"lead-{group}" for group, _, _ in groups)):
        provider.knows(f"{name}@example.org")
    environment = {
        **provider.environment,
        "BREP_ADDRESS": "http://127.0.0.1:{port}",
        "BREP_ACCOUNTS": str(folder / "accounts.toml"),
    }
    with serve(str(folder / "store"), **environment) as address:
        yield address


@pytest.fixture
def arrive(visitor, signed):
    """Opens a window of its own and signs in there: `arrive("evaluator@example.org", "rankings")`."""

    def come(sub: str, path: str = "") -> Any:
        window = visitor("en", at=signed)
        window.page.goto(f"{signed}/{path}")
        sign_in(window.page, sub)
        window.settled()
        return window

    return come


def heading(page: Page) -> str:
    return page.locator("h1").first.inner_text()


def cookies_of(window: Any) -> list[dict[str, Any]]:
    return [one for one in window.page.context.cookies() if one["name"].startswith(USER_COOKIE)]


def test_a_deep_link_as_the_very_first_request_leads_there_after_sign_in(arrive, groups):
    """The page that was asked for appears once one is signed in, with one's own group and no other one's name."""
    (group, _, name), (_, _, other) = groups
    window = arrive(f"lead-{group}@example.org", "scorecard?period=2024")
    assert window.page.url.endswith("/scorecard?period=2024")
    text = window.page.locator("body").inner_text()
    assert name in text
    assert other not in text


def test_the_cookie_lives_as_long_as_the_sign_in_and_is_out_of_reach_of_scripts(arrive):
    """Eight hours, not thirty days; not readable by a script, not sent along from other sites' forms."""
    cookie = cookies_of(arrive("evaluator@example.org"))[0]
    assert 0 < cookie["expires"] - time.time() <= 8 * 3600 + 5
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


def test_a_cookie_replayed_after_sign_out_opens_nothing(arrive, visitor, signed):
    """A copy of the cookie worked before sign-out and works no more."""
    window = arrive("evaluator@example.org")
    copied = cookies_of(window)
    other = visitor("en", at=signed)
    other.page.context.add_cookies(copied)
    assert "lead" in heading(other.open("rankings"))
    window.page.get_by_role("button", name="Sign out").click()
    window.page.wait_for_url("**/end_session*")
    replayed = visitor("en", at=signed)
    replayed.page.context.add_cookies(copied)
    assert "You have signed out" in replayed.open("rankings").locator("body").inner_text()
    # The window that was open all along is shut out with its next click too.
    other.page.get_by_text("中文").click()
    other.page.get_by_text("请重新登录").wait_for()


def test_signing_out_by_its_address_alone_ends_the_sign_in_too(arrive, visitor, signed):
    """A call of /auth/logout without the button signs out for good as well."""
    window = arrive("evaluator@example.org")
    copied = cookies_of(window)
    window.page.request.get(f"{signed}/auth/logout", max_redirects=0)
    replayed = visitor("en", at=signed)
    replayed.page.context.add_cookies(copied)
    assert "You have signed out" in replayed.open("").locator("body").inner_text()


def test_an_altered_cookie_is_no_cookie(arrive, visitor, signed):
    """One changed character, and one is asked to sign in."""
    copied = cookies_of(arrive("evaluator@example.org"))
    middle = len(copied[0]["value"]) // 3
    for cookie in copied:
        swapped = "A" if cookie["value"][middle] != "A" else "B"
        cookie["value"] = cookie["value"][:middle] + swapped + cookie["value"][middle + 1 :]
    forged = visitor("en", at=signed)
    forged.page.context.add_cookies(copied)
    page = forged.open("rankings")
    assert page.get_by_role("button", name="Sign in").is_visible()
    assert "Evaluation of the working groups" in heading(page)


@pytest.mark.parametrize(
    ("sub", "claims", "said"),
    [
        ("stranger@example.org", {}, "no account is kept"),
        ("audience", {"aud": ["another-program"], "azp": CLIENT, "email": "evaluator@example.org"}, "another program"),
        ("unverified", {"email_verified": False, "email": "evaluator@example.org"}, "not verified"),
        ("old", {"iat": int(time.time()) - 9 * 3600, "email": "evaluator@example.org"}, "expired"),
    ],
)
def test_a_sign_in_that_proves_nothing_opens_nothing(arrive, provider, groups, sub, claims, said):
    """Unknown, for another audience, unverified or too old: a polite page, and no name of any group."""
    provider.knows(sub, **claims)
    page = arrive(sub).page
    text = page.locator("body").inner_text()
    assert said in text
    assert not any(name in text for _, _, name in groups)


def test_a_token_that_the_provider_let_expire_is_refused_at_once(visitor, provider, signed):
    """An ID token past its own `exp` does not even become a cookie."""
    provider.knows("late@example.org", exp=int(time.time()) - 3600)
    window = visitor("en", at=signed)
    window.page.goto(signed)
    sign_in(window.page, "late@example.org")
    window.settled()
    assert cookies_of(window) == []


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_file_is_given_to_nobody_but_its_owner(arrive, visitor, signed, groups, by):
    """The address of a download opens nothing without a sign-in, or with somebody else's."""
    other = arrive(f"lead-{groups[1][0]}@example.org")
    window = arrive(f"lead-{groups[0][0]}@example.org", "scorecard?period=2025")
    button = window.page.locator(".st-key-download-indicators a")
    address = button.get_attribute("href")
    with window.page.expect_download() as download:
        if by == "pointer":
            button.click()
        else:
            button.focus()
            window.page.keyboard.press("Enter")
    assert download.value.suggested_filename == "indicators-2025-g000001.csv"
    assert window.page.request.get(signed + address).status == 200
    assert visitor("en", at=signed).page.request.get(signed + address).status == 401
    refused = other.page.request.get(signed + address)
    assert refused.status == 404
    assert "no longer on offer" in refused.text()


def test_two_visitors_at_once_never_see_each_other(arrive, groups):
    """Two browsers, two leads, in turn on page after page: each finds its own group and never the other's name."""
    windows = [arrive(f"lead-{group}@example.org") for group, _, _ in groups]
    for code in ("group", "scorecard", "coordination", "scorecard?period=2024"):
        for window, (_, _, own), (_, _, other) in zip(windows, groups, reversed(groups), strict=True):
            with suppress(Error):
                window.open(code)
            page = window.settled()
            assert other not in page.content(), code
            assert own in page.content() or not code.startswith(("group", "scorecard")), code
