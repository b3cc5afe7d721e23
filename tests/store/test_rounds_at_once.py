"""Acts of a round at the same moment, on either kind of store: one of them counts, and the other person is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import TYPE_CHECKING, Any

from brep_metrics import rounds
from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.methodology import RoundRules
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Action, Actor, Capacity, Stage, Terms
from brep_metrics.rounds.journal import append
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.store import Store

METHODOLOGY = 'id = "test"\n[[node]]\ncode = "index"\n[[indicator]]\ncode = "plans"\nparent = "index"\n'
PANEL = ("one@nea", "two@nea")
SNAPSHOT: dict[str, Any] = {"snapshots": ["0" * 64], "snapshot_size": 1}
OBJECTION = {
    "group": "A",
    "target": "indicator:plans",
    "ground": "fact",
    "reason": "it was handed in in time",
    "records": [["report", ["R1"]]],
    "missing": None,
    "attachments": {},
}


def with_an_objection(store: Store) -> None:
    """The acts of a round of March 2026 in which an objection waits for a decision."""
    terms = Terms(
        period=Period.parse("2025"),
        methodology_id="test",
        methodology_hash="0" * 64,
        methodology_text=METHODOLOGY,
        as_of=date(2026, 3, 31),
        as_of_reason=None,
        groups=("A",),
        self_assessment_from=date(2026, 3, 1),
        rules=RoundRules(self_assessment_days=2, notice_days=7),
        whole_list=False,
        panel=PANEL,
    )
    evaluator = PANEL[0], Capacity.PANELIST
    acts = [
        (Act.OPEN, 1, *evaluator, {"terms": terms.content()}),
        (Act.FIX_DATA, 4, *evaluator, {"pending": 0, "generations": ["g000001"], **SNAPSHOT}),
        *((Act.VOTE, 5, who, Capacity.PANELIST, {"choice": "yes"}) for who in PANEL),
        (Act.PUT_ON_NOTICE, 6, *evaluator, {"generations": ["g000001"], **SNAPSHOT}),
        (Act.OBJECT, 7, "lead", Capacity.LEAD, OBJECTION),
    ]

    def write(transaction):
        for act, day, who, capacity, content in acts:
            append(
                transaction, "2025-1", Action(act, datetime(2026, 3, day, 4, tzinfo=UTC), who, capacity, content), None
            )

    store.register.write(write)


def test_of_two_who_decide_the_same_objection_at_once_one_is_told(new_address: Callable[[], str]):
    """The second is told by whom it was decided; the journal has one decision."""
    address = new_address()
    with_an_objection(open_store(address))
    start = Barrier(2)

    def decide(who: str) -> str:
        own = open_store(address)
        content = {"claim": "O1", "outcome": "rejected", "reason": f"says {who}", "corrections": []}
        assert rounds.round_of(own, "2025-1").stage is Stage.OBJECTIONS
        start.wait(60)
        try:
            rounds.perform(own, "2025-1", Act.DECIDE_OBJECTION, Actor(who, Role.EVALUATOR), content)
        except UsageError as error:
            return str(error)
        return who

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(decide, PANEL), key=len)
    decided = rounds.round_of(open_store(address), "2025-1").claims["O1"].decision
    assert decided is not None
    assert said[0] == decided.who
    assert said[1].startswith(f"“O1” was decided by {decided.who} at ")
