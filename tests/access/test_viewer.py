"""Scope: which rows each role reaches, table by table, on the demonstration network."""

from __future__ import annotations

import pytest

from brep_metrics.access import Role, Viewer, scope_of
from brep_metrics.schema import load_schema

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


def test_an_evaluator_has_no_scope_and_sees_every_row(demo_store):
    """No condition stands between an evaluator and the data."""
    assert scope(demo_store, Viewer(Role.EVALUATOR)) is None
    assert counts(demo_store, None) == dict(demo_store.current().rows)


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
