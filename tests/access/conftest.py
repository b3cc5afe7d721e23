"""Two groups with their people, filings and a round, for acts on what is not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from conftest import LONG_AGO, _insert

from brep_metrics import filing, rounds
from brep_metrics.access import Role, Viewer
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.store import AccessScope, open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

PDF = b"%PDF-1.7\n%demo"
JOINED = date(2021, 1, 1)
ACTIVITY = {"work_content": "other", "title": "Workshop", "held_on": "2025-03-01", "country_codes": "CN"}
MEMBERS = [("G", "A", "lead"), ("G", "M", "participant"), ("H", "B", "lead")]
ROWS: dict[str, list[dict[str, Any]]] = {
    "sector": [{"sector_id": one, "name_en": f"Sector of {one}", "tier": "conventional"} for one in "GH"],
    "country": [{"country_code": "CN", "name_en": "China", "region": "Asia"}],
    "organization": [{"organization_id": one, "name_en": f"Body {one}", "kind": "business"} for one in "ABMX"],
    "working_group": [
        {"group_id": one, "name_en": f"Group {one}", "sector_id": one, "established_on": JOINED} for one in "GH"
    ],
    "membership": [
        {"group_id": group, "organization_id": one, "joined_on": JOINED, "role": role} for group, one, role in MEMBERS
    ],
    "need": [
        {"need_id": "n-M", "group_id": "G", "organization_id": "M", "title": "Grid data", "raised_on": JOINED},
        {
            "need_id": "n-A",
            "group_id": "G",
            "organization_id": "M",
            "title": "Answered",
            "raised_on": JOINED,
            "answered_on": JOINED,
        },
    ],
    "issue": [{"issue_id": "i-G", "group_id": "G", "title": "Customs", "raised_on": JOINED, "escalated_on": JOINED}],
    "activity": [
        {"activity_id": f"a-{one}", "group_id": one, "work_content": "other", "title": "Meeting", "held_on": JOINED}
        for one in "GH"
    ],
}


@dataclass(frozen=True)
class World:
    """A store with filings of the lead A of group G and a round, and everybody who may come along."""

    store: Store
    lead: filing.Actor
    member: filing.Actor
    rival: filing.Actor
    outsider: filing.Actor
    evaluator: filing.Actor
    expert: filing.Actor
    applicant: filing.Actor
    downgraded: filing.Actor
    draft: filing.Filing
    submitted: filing.Filing
    entered: filing.Filing
    of_member: filing.Filing
    file: str
    round: str

    def state(self) -> tuple[object, ...]:
        """Everything that a forged act could change."""
        drafts = [self.store.filings.draft(one.id) for one in (self.draft, self.submitted, self.entered)]
        return self.store.journal.anchor(), self.store.current(), drafts, self.store.filings.open_drafts(None)


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    """A leads G, M takes part in it, B leads H, X is in no group; the expert is an evaluator from A."""
    store = open_store(tmp_path_factory.mktemp("forged") / "store")
    with store.write(who="test", why="rows of a test", day=LONG_AGO) as draft:
        for table, rows in ROWS.items():
            _insert(draft, table, rows)
    of = {"lead": "A", "member": "M", "rival": "B", "outsider": "X"}
    actors = {name: filing.acting(store, Viewer(Role.MEMBER, f"{name}@example.org", one)) for name, one in of.items()}
    evaluator = filing.acting(store, Viewer(Role.EVALUATOR, "evaluator@example.org"))
    lead = actors["lead"]

    def begun(actor: filing.Actor, table: str, values: dict[str, str]) -> filing.Filing:
        made = filing.start(store, actor, table, "G")
        filing.save(store, actor, made, {name: (text, 0) for name, text in values.items()})
        return filing.find(store, actor, made.id)

    draft = begun(lead, "activity", ACTIVITY)
    file = filing.attach(store, lead, draft, "a.pdf", PDF).sha256
    submitted = filing.submit(store, lead, begun(lead, "activity", ACTIVITY).id)
    entered = filing.submit(store, lead, begun(lead, "activity", ACTIVITY).id)
    filing.enter(store, evaluator, [entered.id])
    opened = rounds.open_round(
        store,
        rounds.Actor("evaluator@example.org", Role.EVALUATOR),
        period=Period.parse("2025"),
        methodology=load_methodology(DEFAULT_METHODOLOGY),
        panel=["evaluator@example.org", "expert@example.org"],
        recused={"expert@example.org": ["G"]},
        moment=datetime.now(UTC) - timedelta(days=2),
        begins=(datetime.now(UTC) - timedelta(days=1)).date(),
    )
    return World(
        store,
        **actors,
        evaluator=evaluator,
        expert=filing.acting(store, Viewer(Role.EVALUATOR, "expert@example.org", "A")),
        applicant=filing.Actor("new@example.org", AccessScope(), is_applicant=True),
        # Was an evaluator when the page was drawn; the account says member of X by now.
        downgraded=filing.acting(store, Viewer(Role.MEMBER, "evaluator@example.org", "X")),
        draft=filing.find(store, lead, draft.id),
        submitted=submitted,
        entered=filing.find(store, lead, entered.id),
        of_member=begun(actors["member"], "need", {"title": "Our need"}),
        file=file,
        round=opened.id,
    )
