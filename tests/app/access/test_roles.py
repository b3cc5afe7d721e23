"""Every page for every role: nothing outside the reader's reach is ever sent to the browser."""

from __future__ import annotations

import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import PAGES, pages_of

OTHERS = [Role.LEAD, Role.MEMBER]
CODES = [entry.code for entry in PAGES]
WAYS = ["first", "routed", "alone"]


def is_refused(opened):
    return opened.title[0].value == "This page is not open to you"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", [*Role])
@pytest.mark.parametrize("page", CODES)
def test_no_page_shows_anything_out_of_reach_whatever_way_leads_to_it(
    signed_in, people, leaks, monkeypatch, role, page, way
):
    """No foreign group's or organization's code or name, in texts, tables, charts, options or errors; no traceback.

    To an evaluator none is foreign; the pages of a group's own are closed to evaluators, and the others open. To an
    applicant, who has no account, all are foreign.
    """
    if role is Role.APPLICANT:
        monkeypatch.setenv("BREP_APPLICANTS", "on")
    opened = signed_in(f"{role}@example.org", page, way=way, lang="en", period="2025")
    assert not opened.exception
    assert not leaks(opened, people.foreign.get(role, set()))
    assert is_refused(opened) == (page not in {entry.code for entry in pages_of(role)})


@pytest.mark.parametrize("period", ["2024", "2025"])
def test_a_lead_finds_the_group_that_it_leads_on_its_scorecard(signed_in, people, period):
    """Whether the period is published or not, and whatever other groups it takes part in."""
    opened = signed_in("lead@example.org", "scorecard", lang="en", period=period)
    assert opened.selectbox[0].value in people.scopes[Role.LEAD].visible_groups


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("page", ["group", "scorecard", "timelines", "outcomes", "coordination"])
def test_forged_addresses_open_nothing(signed_in, people, leaks, role, page):
    """Codes of foreign groups in every parameter are answered like codes that do not exist."""
    foreign = min(text for text in people.foreign[role] if text.startswith("WG"))
    address = {"group": foreign, "groups": foreign, "compare": foreign, "record": "report:R0001", "period": "2025"}
    opened = signed_in(f"{role}@example.org", page, lang="en", **address)
    assert not opened.exception
    asked = {foreign}  # what the visitor typed may be quoted back
    assert not leaks(opened, people.foreign[role] - asked)
    address = dict.fromkeys(address, "no-such") | {"period": "2025"}
    unknown = signed_in(f"{role}@example.org", page, lang="en", **address)
    quoted = [one.value.replace(foreign, "no-such").replace("report\\:R0001", "no-such") for one in opened.warning]
    assert quoted == [one.value for one in unknown.warning]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", CODES)
def test_nobody_sees_anything_before_signing_in(signed_in, people, leaks, page, way):
    """One page for all: a greeting and the way to sign in."""
    opened = signed_in(None, page, way=way, lang="en")
    assert not opened.exception
    assert [one.label for one in opened.main.button] == ["Sign in"]
    assert not leaks(opened, people.foreign[Role.LEAD] | people.foreign[Role.MEMBER])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", CODES)
def test_an_unknown_user_sees_a_polite_page_and_nothing_else(signed_in, people, leaks, page, way):
    """Signed in, but in no list of accounts; the journal knows about it once."""
    opened = signed_in("stranger@example.org", page, way=way, lang="en")
    assert not opened.exception
    assert "no account" in opened.info[0].value
    assert not leaks(opened, people.foreign[Role.LEAD] | people.foreign[Role.MEMBER])
    signed_in("stranger@example.org", page, way=way, lang="en")
    refused = [entry for entry in people.store.journal.entries() if entry.get("who") == "stranger@example.org"]
    assert len({(entry["page"], entry["reason"]) for entry in refused}) == len(refused) > 0


@pytest.mark.parametrize(
    ("claims", "text"),
    [
        ({"aud": ["another-program"], "azp": "the-dashboard"}, "another program"),
        ({"email_verified": False}, "not verified"),
        ({"email_verified": "true"}, "not verified"),
        ({"email_verified": None}, "not verified"),
        ({"iat": 1_700_000_000}, "expired"),
        ({"iat": None}, "expired"),
        ({"is_logged_in": False}, None),
    ],
)
def test_a_sign_in_that_proves_nothing_opens_nothing(signed_in, people, leaks, claims, text):
    """Wrong audience, unverified address, too old, without a date, or none at all: even for an evaluator's address."""
    opened = signed_in("evaluator@example.org", "rankings", claims=claims, lang="en")
    assert not opened.exception
    assert not leaks(opened, people.foreign[Role.LEAD])
    assert (text is None and not opened.info) or text in opened.info[0].value


def test_an_evaluator_sees_every_group(signed_in, people, leaks):
    """The rules do not shut out those whose work it is."""
    names = {text for text in people.foreign[Role.MEMBER] if "工作组" in text}
    opened = signed_in("evaluator@example.org", "rankings", lang="zh", period="2025")
    assert len(leaks(opened, names)) > len(names) / 2


@pytest.mark.parametrize("role", OTHERS)
def test_scores_appear_once_they_are_published_and_not_before(signed_in, role):
    """2025 is published, 2024 is not."""
    address = f"{role}@example.org"
    shown = signed_in(address, "scorecard", lang="en", period="2025")
    withheld = signed_in(address, "scorecard", lang="en", period="2024")
    assert "rank" in shown.markdown[0].value
    assert "published on" in shown.main.caption[-1].value
    assert "not published yet" in withheld.markdown[0].value
    assert not {one.label for one in withheld.metric} & {"Score", "Rank"}


def test_a_changed_list_of_accounts_counts_at_once(signed_in, people, tmp_path, monkeypatch):
    """Anyone taken out of the file is out with the next click; a broken file lets nobody in."""
    path = tmp_path / "accounts.toml"
    path.write_text('[[account]]\nemail = "lead@example.org"\nrole = "evaluator"\n', "utf-8")
    first = signed_in("lead@example.org", "methodology", lang="en")
    monkeypatch.setenv("BREP_ACCOUNTS", str(path))
    assert not is_refused(first)
    path.write_text('[[account]]\nemail = "somebody@example.org"\nrole = "evaluator"\n', "utf-8")
    assert "no account" in signed_in("lead@example.org", "methodology", lang="en").info[0].value
    path.write_text("[[account", "utf-8")
    broken = signed_in("lead@example.org", "methodology", lang="en")
    assert "cannot let anybody in" in broken.title[0].value
    assert not broken.error


def test_two_hundred_interleaved_runs_of_two_visitors_never_mix(signed_in, people, leaks):
    """A lead and a member in turn, in one process and with warm caches: each only ever gets what is its own."""
    pages = ("group", "coordination")
    sessions = {role: {page: signed_in(f"{role}@example.org", page, lang="en") for page in pages} for role in OTHERS}
    own = {role: sorted(people.scopes[role].named_groups) for role in OTHERS}
    assert own[Role.LEAD] != own[Role.MEMBER]
    for count in range(196 // 4):
        for page in pages:
            for role in OTHERS:
                opened = sessions[role][page]
                opened.query_params["period"] = ("2025", "2024", "2023")[count % 3]
                opened.run()
                assert not opened.exception
                assert not leaks(opened, people.foreign[role])


def test_what_was_answered_is_seen_without_a_click(signed_in):
    """For an organization what became of its needs and issues is the answer, not a list to unfold."""
    opened = signed_in("lead@example.org", "coordination", lang="en", period="2025")
    assert any({"settled", "answer"} <= set(frame.value) for frame in opened.dataframe)
