"""The fictional organizations, their membership in the groups, and the intentions they filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from brep_metrics.demo.seasons import stream
from brep_metrics.demo.titles import both
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from brep_metrics.demo.parameters import Group, Parameters
    from brep_metrics.table_files import Row


@dataclass(frozen=True)
class Organization:
    """A fictional organization."""

    organization_id: str
    name: Title
    kind: str
    country_code: str


@dataclass(frozen=True)
class Member:
    """An organization's time in a group; from `left_on` on it is no longer a member."""

    organization: Organization
    role: str
    joined_on: date
    left_on: date | None = None

    @property
    def organization_id(self) -> str:
        """The organization's key."""
        return self.organization.organization_id


def make_organizations(parameters: Parameters) -> list[Organization]:
    """The Chinese organizations of every kind, then those of other countries."""
    random = stream(parameters, "organizations")
    places = [Title(*place) for place in parameters.organizations["places"]]
    abroad = [country for country in parameters.countries if country.country_code != "CN"]
    found: list[tuple[Title, str, str]] = []
    for kind, plan in parameters.organizations["kinds"].items():
        names = _names(places, plan["forms"], plan["count"])
        found += [(name, kind, "CN") for name in names]
        for number, country in enumerate(random.sample(abroad, plan["abroad"])):
            form = Title(*plan["forms_abroad"][number % len(plan["forms_abroad"])])
            name = Title(f"{country.name.zh}{form.zh}", f"{form.en} {country.name.en}")
            found.append((name, kind, country.country_code))
    return [
        Organization(f"ORG{number:03}", name, kind, country)
        for number, (name, kind, country) in enumerate(found, start=1)
    ]


def _names(places: Sequence[Title], forms: Sequence[Sequence[str]], count: int) -> list[Title]:
    """Place and form move on together; after the last place the pairing shifts by one, so that none comes twice."""
    return [
        Title(f"{place.zh}{form[0]}", f"{place.en} {form[1]}")
        for place, form in (
            (places[number % len(places)], forms[(number + number // len(places)) % len(forms)])
            for number in range(count)
        )
    ]


def make_members(parameters: Parameters, organizations: Sequence[Organization]) -> dict[str, list[Member]]:
    """The members of every group, the leads first; each organization leads at most one group."""
    plan = parameters.organizations
    free = [organization for organization in organizations if organization.country_code == "CN"]
    members: dict[str, list[Member]] = {}
    for group in parameters.groups:
        random = stream(parameters, "members", group.group_id)
        leads = [next(one for one in free if one.kind == plan["lead_kinds"][group.sector_id])]
        free.remove(leads[0])
        if group.group_id in plan["lead_changes"]:
            leads.append(random.choice([one for one in free if one.kind == leads[0].kind]))
            free.remove(leads[1])
        others = [one for one in organizations if one not in leads]
        members[group.group_id] = [*_leads(group, leads), *_participants(parameters, group, others, random)]
    return members


def _leads(group: Group, leads: Sequence[Organization]) -> Iterator[Member]:
    """One lead from the founding to the end, or two, the second from the day on which the first steps back."""
    handover = date(group.established_on.year + 2, 6, 30)
    if len(leads) == 1:
        yield Member(leads[0], "lead", group.established_on, group.dissolved_on)
        return
    yield Member(leads[0], "lead", group.established_on, handover)
    yield Member(leads[0], "participant", handover, group.dissolved_on)
    yield Member(leads[1], "lead", handover, group.dissolved_on)


def _participants(
    parameters: Parameters, group: Group, others: Sequence[Organization], random: Random
) -> Iterator[Member]:
    """Participants of the founding, some of them from abroad, and one that joins in each later year."""
    least, most = parameters.organizations["members"]
    first = parameters.organizations["members_abroad"]
    abroad = random.sample([one for one in others if one.country_code != "CN"], first)
    later = max(parameters.end.year - group.established_on.year - 1, 0)
    rest = random.sample([one for one in others if one not in abroad], random.randint(least, most) - first + later)
    end = group.dissolved_on or parameters.end
    for number, organization in enumerate([*abroad, *rest]):
        joined, left = group.established_on, group.dissolved_on
        if first <= number < first + later:
            joined = date(group.established_on.year + number - first + 1, random.randint(1, 12), random.randint(1, 28))
        elif random.random() < parameters.organizations["leavers"]:
            left = joined + timedelta(random.randint(300, 1200))
        if joined < end:
            yield Member(organization, "participant", joined, left if left and left <= end else None)


def make_circles(parameters: Parameters, members: Mapping[str, Sequence[Member]]) -> dict[str, list[str]]:
    """The foreign countries each group works with, those of its members first, best known first."""
    circles = {}
    for group in parameters.groups:
        home = dict.fromkeys(one.organization.country_code for one in members[group.group_id])
        others = [country.country_code for country in parameters.countries if country.country_code not in home]
        stream(parameters, "circle", group.group_id).shuffle(others)
        circles[group.group_id] = [code for code in (*home, *others) if code != "CN"]
    return circles


def organization_rows(organizations: Sequence[Organization], start: date) -> Iterator[Row]:
    """The table organization."""
    for one in organizations:
        yield {
            "organization_id": one.organization_id,
            "name_zh": one.name.zh,
            "name_en": one.name.en,
            "kind": one.kind,
            "country_code": one.country_code,
            "recorded_on": start,
        }


def membership_rows(members: Mapping[str, Sequence[Member]], start: date) -> Iterator[Row]:
    """The table membership."""
    for group_id, group_members in members.items():
        for member in group_members:
            yield {
                "group_id": group_id,
                "organization_id": member.organization_id,
                "joined_on": member.joined_on,
                "role": member.role,
                "left_on": member.left_on,
                "recorded_on": max(member.joined_on, start),
            }


def intention_rows(
    parameters: Parameters, organizations: Sequence[Organization], members: Mapping[str, Sequence[Member]]
) -> Iterator[Row]:
    """The table intention: one of each organization, of the members first, in the order in which they joined."""
    random = stream(parameters, "intentions")
    joined = _first_memberships(parameters, members)
    outside = [one.organization_id for one in organizations if one.organization_id not in joined]
    decided = [
        *(_accepted(parameters, random, organization, *first) for organization, first in joined.items()),
        *(_undecided_or_declined(parameters, random, organization) for organization in outside),
    ]
    yield from ({"intention_id": f"INT{number:03}", **row} for number, row in enumerate(decided, start=1))


def _first_memberships(
    parameters: Parameters, members: Mapping[str, Sequence[Member]]
) -> dict[str, tuple[str, str, date]]:
    """The field, the role and the day of each organization's first membership, by the day."""
    sector_of = {group.group_id: group.sector_id for group in parameters.groups}
    filed = [
        (one.joined_on, one.organization_id, sector_of[group_id], one.role)
        for group_id, group_members in members.items()
        for one in group_members
    ]
    first: dict[str, tuple[str, str, date]] = {}
    for joined_on, organization_id, sector_id, role in sorted(filed, key=lambda one: one[:2]):
        first.setdefault(organization_id, (sector_id, role, joined_on))
    return first


def _accepted(
    parameters: Parameters, random: Random, organization: str, sector_id: str, role: str, joined_on: date
) -> dict[str, Any]:
    submitted = max(joined_on - timedelta(random.randint(20, 90)), parameters.notice)
    row = _intention(parameters, random, (organization, sector_id, role), submitted)
    return {**row, "decision": "accepted", "decided_on": joined_on}


def _undecided_or_declined(parameters: Parameters, random: Random, organization: str) -> dict[str, Any]:
    submitted = parameters.end - timedelta(random.randint(30, 1500))
    sector_id = random.choice(parameters.sectors).sector_id
    row = _intention(parameters, random, (organization, sector_id, "participant"), submitted)
    if random.random() < parameters.organizations["intention"]["pending"]:
        return {**row, "decision": "pending", "decided_on": None}
    decided_on = min(submitted + timedelta(random.randint(20, 80)), parameters.end)
    return {**row, "decision": "declined", "decided_on": decided_on}


def _intention(parameters: Parameters, random: Random, who: tuple[str, str, str], submitted: date) -> dict[str, Any]:
    plan = parameters.organizations["intention"]
    suggestion = random.choice(plan["suggestions"]) if random.random() < plan["with_suggestion"] else None
    return {
        "organization_id": who[0],
        "sector_id": who[1],
        "proposed_role": who[2],
        "submitted_on": submitted,
        "suggestion": both(Title(*suggestion)) if suggestion else None,
        "recorded_on": min(max(submitted + timedelta(random.randint(0, 10)), parameters.start), parameters.end),
    }
