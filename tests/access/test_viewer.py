"""Scope: which rows each role reaches, table by table, on the demonstration network."""

from __future__ import annotations

import pytest
from copies import copy_store

from brep_metrics.access import Role, Viewer, role_of, scope_of
from brep_metrics.intake import load
from brep_metrics.schema import load_schema
from brep_metrics.store import WHOLE_NETWORK, AccessScope, open_store

BY_GROUP = ("report", "plan_item", "activity", "outcome", "issue")


@pytest.fixture(scope="module")
def lead(demo_store):
    """The organization that leads the group with the most reports, with the groups it leads."""
    with demo_store.read() as reading:
        [(organization,)] = reading.fetch(
            "select organization_id from membership join report using (group_id)"
            " where role = 'lead' and left_on is null group by all order by count(*) desc, organization_id limit 1"
        )
    return Viewer(Role.LEAD, "lead@example.org", organization)


@pytest.fixture(scope="module")
def member(demo_store):
    """An organization that takes part without leading, and has brought in a need."""
    with demo_store.read() as reading:
        [(organization,)] = reading.fetch(
            "select organization_id from need where organization_id not in"
            " (select organization_id from membership where role = 'lead') order by organization_id limit 1"
        )
    return Viewer(Role.MEMBER, "member@example.org", organization)


def counts(store, scope):
    with store.read(scope=scope) as reading:
        return {name: reading.fetch(f"select count(*) from {name}")[0][0] for name in load_schema().tables}


def scope(store, viewer):
    with store.read() as reading:
        return scope_of(viewer, reading)


def test_an_evaluator_has_the_whole_network_and_sees_every_row(demo_store):
    """No condition is put between an evaluator and the data."""
    assert scope(demo_store, Viewer(Role.EVALUATOR)) is WHOLE_NETWORK
    assert counts(demo_store, WHOLE_NETWORK) == dict(demo_store.current().rows)


def test_a_lead_sees_the_rows_of_its_own_groups_and_no_others(demo_store, lead):
    """Everything its own groups filed, and nothing of the others."""
    reached = scope(demo_store, lead)
    assert reached.visible_groups
    with demo_store.read() as whole, demo_store.read(scope=reached) as own:
        for table in BY_GROUP:
            groups = {group for (group,) in own.fetch(f"select distinct group_id from {table}")}
            assert groups <= reached.visible_groups, table
            everything = whole.fetch(f"select group_id, count(*) from {table} group by all")
            expected = sum(count for group, count in everything if group in reached.visible_groups)
            assert own.fetch(f"select count(*) from {table}") == [(expected,)], table
        of_reviews = own.fetch("select distinct group_id from review join outcome using (outcome_id)")
        assert {group for (group,) in of_reviews} <= reached.visible_groups
        assert own.fetch("select count(*) from review")[0][0] > 0


def test_an_organization_is_lead_or_member_group_by_group(demo_store, tmp_path):
    """One that leads a group and takes part in another sees the first in full, and the second by name only."""
    with demo_store.read() as reading:
        [(organization, led, joined)] = reading.fetch(
            "select own.organization_id, own.group_id, min(other.group_id) from membership own, membership other"
            " where own.role = 'lead' and own.left_on is null and other.group_id not in"
            " (select group_id from membership where organization_id = own.organization_id)"
            " group by all order by all limit 1"
        )
    copy_store(demo_store.address, tmp_path / "store")
    store = open_store(tmp_path / "store")
    file = tmp_path / "membership.csv"
    file.write_text(
        f"group_id,organization_id,joined_on,role,left_on,recorded_on\n{joined},{organization},2024-01-01,participant,,\n"
    )
    load(store, [file], who="test", why="test")
    for role in (Role.LEAD, Role.MEMBER):
        found = scope(store, Viewer(role, "a@example.org", organization))
        assert (found.may_see(led), found.may_name(led)) == (True, True)
        assert (found.may_see(joined), found.may_name(joined)) == (False, True)
        assert role_of(found) is Role.LEAD
        with store.read(scope=found) as own:
            assert own.fetch("select count(*) from report where group_id = $group", {"group": joined}) == [(0,)]
            assert own.fetch("select count(*) > 0 from report where group_id = $group", {"group": led}) == [(True,)]


@pytest.mark.parametrize(("role", "expected"), [(Role.LEAD, Role.MEMBER), (Role.MEMBER, Role.MEMBER)])
def test_an_account_makes_nobody_a_lead(demo_store, member, role, expected):
    """Who leads is a matter of the memberships: `lead` and `member` in an account mean the same."""
    assert role_of(scope(demo_store, Viewer(role, "a@example.org", member.organization_id))) is expected


def test_a_scope_of_nothing_opens_nothing(demo_store):
    """There is no scope that means everything by being empty."""
    nothing = AccessScope()
    assert not any([nothing.may_see("WG01"), nothing.may_name("WG01")])
    assert counts(demo_store, nothing)["working_group"] == 0
    assert nothing.key != WHOLE_NETWORK.key


def test_a_lead_meets_no_other_groups_name_or_organization(demo_store, lead):
    """Names are data too: groups, and organizations that have nothing to do with its own."""
    reached = scope(demo_store, lead)
    with demo_store.read(scope=reached) as own:
        assert {group for (group,) in own.fetch("select group_id from working_group")} == reached.named_groups
        known = {organization for (organization,) in own.fetch("select organization_id from organization")}
        related = {organization for (organization,) in own.fetch("select organization_id from membership")}
    assert known == related | {lead.organization_id}
    assert len(known) < demo_store.current().rows["organization"]


def test_a_member_sees_its_groups_by_name_and_its_own_needs(demo_store, member):
    """A member sees no report, plan, activity, outcome or issue of its group, and no other organization's need."""
    seen = counts(demo_store, scope(demo_store, member))
    assert not any(seen[table] for table in (*BY_GROUP, "review", "showcase"))
    assert seen["working_group"] > 0
    with demo_store.read(scope=scope(demo_store, member)) as own:
        assert own.fetch("select distinct organization_id from need") == [(member.organization_id,)]


def test_an_expert_sees_everything_but_the_rows_of_its_rivals(demo_store):
    """ORG012 takes part in WG07 alone: of the same sector are WG08 and WG09, of which it knows the names."""
    expert = scope(demo_store, Viewer(Role.EVALUATOR, "expert@example.org", "ORG012"))
    assert expert.closed_groups == {"WG08", "WG09"}
    assert role_of(expert) is Role.EVALUATOR
    with demo_store.read() as whole, demo_store.read(scope=expert) as seen:
        for table in (*BY_GROUP, "membership", "need"):
            everything = dict(whole.fetch(f"select group_id, count(*) from {table} group by all"))
            rows = {group: count for group, count in everything.items() if group not in {"WG08", "WG09"}}
            assert dict(seen.fetch(f"select group_id, count(*) from {table} group by all")) == rows, table
        for table in ("working_group", "organization", "intention", "target", "sector"):
            everything = whole.fetch(f"select count(*) from {table}")
            assert seen.fetch(f"select count(*) from {table}") == everything, table


def test_an_evaluator_whose_organization_has_no_rival_has_the_whole_network(demo_store):
    assert scope(demo_store, Viewer(Role.EVALUATOR, "expert@example.org", "no-such")) is WHOLE_NETWORK


def test_an_expert_and_a_lead_of_the_same_groups_share_no_cache():
    groups = frozenset({"WG01"})
    assert AccessScope(groups, groups).key != AccessScope(groups, groups, is_evaluator=True).key


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
@pytest.mark.parametrize("organization", ["no-such", "x' or '1'='1", None])
def test_an_organization_that_belongs_to_no_group_reaches_nothing(demo_store, role, organization):
    """An account whose organization is unknown, or is an attempt at SQL, opens no row."""
    seen = counts(demo_store, scope(demo_store, Viewer(role, "a@example.org", organization)))
    reference = {"sector", "country", "target"}
    assert not any(count for table, count in seen.items() if table not in reference)


def test_scope_and_as_of_hold_together(demo_store, lead):
    """A scoped reading of an earlier day shows no row recorded later."""
    reached = scope(demo_store, lead)
    with demo_store.read() as reading:
        [(day,)] = reading.fetch("select quantile_disc(recorded_on, 0.5) from report")
    with demo_store.read(as_of=day, scope=reached) as own:
        assert own.fetch("select max(recorded_on) <= $day from report", {"day": day}) == [(True,)]
