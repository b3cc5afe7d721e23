"""The snapshot that a lead takes away: its own groups, the same that an evaluator would hand to it."""

from __future__ import annotations

import pytest

from brep_metrics.access import Role
from brep_metrics.cli.main import run
from brep_metrics.snapshot import recorded, scope_of_groups


@pytest.fixture
def made(signed_in, people):
    """What is in the journal after a lead has pressed the button; any parameter is put in the address."""

    def make(**parameters):
        opened = signed_in("lead@example.org", "snapshots", lang="en", period="2025", **parameters)
        opened.button(key="make-snapshot").click().run(timeout=120)
        assert not opened.exception
        return recorded(people.store)[-1]

    return make


def test_the_page_gives_a_lead_what_an_evaluator_would_hand_to_it(made, people, tmp_path):
    """The same bytes as `brep snapshot create --group`, recorded under the lead's name."""
    groups = sorted(people.scopes[Role.LEAD].visible_groups)
    entry = made(text="zh")
    assert entry["who"] == "lead@example.org"
    assert entry["scope"] == scope_of_groups(groups)
    out = tmp_path / "handed.zip"
    asked = [part for group in groups for part in ("--group", group)]
    common = ["--store", people.store.address, "--period", "2025", "--lang", "zh", "--out", str(out)]
    assert run(["snapshot", "create", *common, *asked]) == 0
    assert recorded(people.store)[-1]["sha256_of_file"] == entry["sha256_of_file"]


def test_no_address_widens_what_a_lead_takes_away(made, people):
    """Another group, the whole network, another generation or date in the link make no difference."""
    own = scope_of_groups(people.scopes[Role.LEAD].visible_groups)
    foreign = min(text for text in people.foreign[Role.LEAD] if text.startswith("WG"))
    for scope in ("all", scope_of_groups([foreign])):
        entry = made(scope=scope, generation="g000009", as_of="2025-03-31", group=foreign)
        assert (entry["scope"], entry["as_of"]) == (own, "2026-03-31")


def test_a_lead_is_told_of_its_own_snapshots_only(made, signed_in, people, leaks, tmp_path):
    """What an evaluator or another lead has made is not listed; the reader's own are."""
    foreign = min(text for text in people.foreign[Role.LEAD] if text.startswith("WG"))
    for name, group in (("the-meeting.zip", []), ("another-lead.zip", ["--group", foreign])):
        out = ["--store", people.store.address, "--period", "2025", "--out", str(tmp_path / name)]
        assert run(["snapshot", "create", *out, *group]) == 0
    own = made()
    opened = signed_in("lead@example.org", "snapshots", lang="en", period="2025")
    assert leaks(opened, {own["file"], "the-meeting.zip", "another-lead.zip"}) == {own["file"]}


def test_a_member_takes_nothing_away(signed_in):
    """The page is not open to it."""
    assert signed_in("member@example.org", "snapshots", lang="en").title[0].value == "This page is not open to you"
