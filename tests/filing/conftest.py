"""A network of two groups and the people who file for it: leads, a member, a stranger, an evaluator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics import filing
from brep_metrics.access import Role, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brep_metrics.store import Store

JOINED = date(2021, 1, 1)


@pytest.fixture
def store(store_of) -> Store:
    """Groups G and H, led by A and B; M takes part in G; G owes a report and has an item, a need and an issue."""
    members = [("G", "A", "lead"), ("G", "M", "participant"), ("H", "B", "lead")]
    report = {"kind": "progress", "period_start": date(2025, 1, 1), "period_end": date(2025, 3, 31)}
    return store_of(
        {
            "sector": [{"sector_id": "S", "name_en": "Sector", "tier": "conventional"}],
            "country": [{"country_code": "CN", "name_en": "China", "region": "Asia"}],
            "organization": [{"organization_id": one, "name_en": f"Body {one}", "kind": "business"} for one in "ABMX"],
            "working_group": [
                {"group_id": one, "name_en": f"Group {one}", "sector_id": "S", "established_on": JOINED} for one in "GH"
            ],
            "membership": [
                {"group_id": group, "organization_id": one, "joined_on": JOINED, "role": role}
                for group, one, role in members
            ],
            "report": [
                {"report_id": f"r-{one}", "group_id": one, "due_on": date(2025, 4, 15), **report} for one in "GH"
            ],
            "plan_item": [
                {
                    "plan_item_id": "p-M",
                    "group_id": "G",
                    "organization_id": "M",
                    "work_content": "other",
                    "title": "Own plan",
                    "due_on": date(2025, 6, 30),
                }
            ],
            "need": [
                {
                    "need_id": "n-M",
                    "group_id": "G",
                    "organization_id": "M",
                    "title": "Grid data",
                    "raised_on": date(2025, 1, 10),
                }
            ],
            "issue": [{"issue_id": "i-H", "group_id": "H", "title": "Customs", "raised_on": date(2025, 1, 10)}],
            "activity": [
                {
                    "activity_id": "a-G",
                    "group_id": "G",
                    "work_content": "other",
                    "title": "Meeting",
                    "held_on": date(2025, 2, 1),
                }
            ],
        }
    )


@dataclass(frozen=True)
class People:
    """Everybody who may come along, as they are today."""

    lead: filing.Actor
    member: filing.Actor
    partner: filing.Actor
    stranger: filing.Actor
    evaluator: filing.Actor


@pytest.fixture
def people(store: Store) -> People:
    """A leads G, M takes part in it, B leads H, X is in no group."""
    of = {"lead": "A", "member": "M", "partner": "B", "stranger": "X"}
    viewers = {name: Viewer(Role.MEMBER, f"{name}@example.org", one) for name, one in of.items()}
    evaluator = Viewer(Role.EVALUATOR, "evaluator@example.org")
    return People(**{name: filing.acting(store, one) for name, one in {**viewers, "evaluator": evaluator}.items()})


@pytest.fixture
def fill(store: Store) -> Callable[[filing.Actor, filing.Filing, Mapping[str, str]], filing.Filing]:
    """Fills in fields of a draft as one person does, one after the other."""

    def run(actor: filing.Actor, draft: filing.Filing, values: Mapping[str, str]) -> filing.Filing:
        now = filing.find(store, actor, draft.id)
        edits = {name: (text, now.fields[name].version if name in now.fields else 0) for name, text in values.items()}
        assert not filing.save(store, actor, now, edits).conflicts
        return filing.find(store, actor, draft.id)

    return run


ACTIVITY = {"work_content": "other", "title": "Workshop", "held_on": "2025-03-01", "country_codes": "CN"}


@pytest.fixture
def activity(store: Store, people: People, fill) -> Callable[..., filing.Filing]:
    """A lead's draft of a new activity, complete but for what a test changes in it."""

    def make(**changed: str) -> filing.Filing:
        return fill(people.lead, filing.start(store, people.lead, "activity", "G"), {**ACTIVITY, **changed})

    return make
