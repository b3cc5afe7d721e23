"""A round of three groups by a methodology of two indicators, and its acts one after the other without a store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brep_metrics.methodology import RoundRules
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Action, Capacity, Round, Terms
from brep_metrics.rounds.conditions import refusal
from brep_metrics.rounds.folding import after, at, fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.i18n import Message

METHODOLOGY = """
id = "test"
[[node]]
code = "index"
[[indicator]]
code = "plans"
parent = "index"
[[indicator]]
code = "reports"
parent = "index"
[[grade]]
code = "bad"
from = 0
[[gate]]
indicator = "reports"
at_least = 1
caps_at = "bad"
"""
OPENED = datetime(2026, 3, 1, 1, tzinfo=UTC)  # 9 o'clock in the network
PANEL = ("e1@nea", "e2@nea", "e3@nea", "e4@nea")


def terms(**changes: Any) -> Terms:
    """An announcement of 1 March 2026: self-assessment from 10 to 19 March, seven days of notice, three votes."""
    given: dict[str, Any] = {
        "period": Period.parse("2025"),
        "methodology_id": "test",
        "methodology_hash": "0" * 64,
        "methodology_text": METHODOLOGY,
        "as_of": date(2026, 3, 31),
        "as_of_reason": None,
        "groups": ("A", "B", "C"),
        "self_assessment_from": date(2026, 3, 10),
        "rules": RoundRules(self_assessment_days=10, verification_days=10, notice_days=7, objection_reply_days=15),
        "whole_list": False,
        "panel": PANEL,
    }
    return Terms(**{**given, **changes})


class Course:
    """The acts of one round and the clock; `do` says why an act is refused, or does it."""

    def __init__(self, **changes: Any) -> None:
        self.now = OPENED
        self._acts, self._folded = 0, None
        self.actions = [Action(Act.OPEN, OPENED, "e1@nea", Capacity.EVALUATOR, {"terms": terms(**changes).content()})]

    @property
    def round(self) -> Round:
        """As the acts alone tell it: all of them once more whenever there is another one."""
        if self._acts != len(self.actions):
            self._acts, self._folded = len(self.actions), fold("2025-1", self.actions, self.actions[-1].moment)
        return at(self._folded, self.now)

    def on(self, day: str, hour: int = 12, minute: int = 0) -> Course:
        """Move the clock to an hour of the network's day."""
        local = datetime.fromisoformat(f"{day}T00:00:00+08:00") + timedelta(hours=hour, minutes=minute)
        self.now = local.astimezone(UTC)
        return self

    def do(
        self, act: Act, who: str = "e1@nea", capacity: Capacity = Capacity.PANELIST, **content: Any
    ) -> Message | None:
        """Try one act at the present time."""
        action = Action(act, self.now, who, capacity, {**DEFAULTS.get(act, {}), **content})
        refused = refusal(at(self.round, self.now), action)
        if refused is None:
            after(self.round, action)
            self.actions.append(action)
        return refused

    def must(self, act: Act, who: str = "e1@nea", capacity: Capacity = Capacity.PANELIST, **content: Any) -> Course:
        """One act that is possible."""
        refused = self.do(act, who, capacity, **content)
        assert refused is None, str(refused)
        return self

    def vote(self, *choices: str) -> Course:
        """The first evaluators vote one after the other."""
        for who, choice in zip(PANEL, choices, strict=False):
            self.must(Act.VOTE, who, choice=choice)
        return self

    def to_verification(self) -> Course:
        """Nobody stated a difference, and the data are fixed on 20 March."""
        return self.on("2026-03-20").must(Act.FIX_DATA)

    def to_notice(self) -> Course:
        """The results are on notice from 25 March to 1 April."""
        return self.to_verification().on("2026-03-25").vote("yes", "yes", "yes").must(Act.PUT_ON_NOTICE)

    def object(self, group: str = "A", target: str = "indicator:plans", **content: Any) -> Course:
        """A lead objects."""
        return self.must(Act.OBJECT, "lead", Capacity.LEAD, group=group, target=target, **content)


CORRECTION = {"table": "report", "key": ["R1"], "before": {"title": "x"}, "after": {"title": "y"}}
SNAPSHOT = {"snapshots": ["0" * 64], "snapshot_size": 1}
DEFAULTS: dict[Act, dict[str, Any]] = {
    Act.RECUSE: {"person": "e1@nea", "groups": [], "reason": "a reason"},
    Act.NAME_SUBSTITUTE: {"person": "s@nea", "reason": "a reason"},
    Act.ASSESS: {"group": "A", "text": "", "differences": [], "attachments": {}},
    Act.FIX_DATA: {"pending": 0, "generations": ["g000001"], **SNAPSHOT},
    Act.DECIDE_DIFFERENCE: {"claim": "A:plans", "outcome": "rejected", "reason": "a reason", "corrections": []},
    Act.VOTE: {"choice": "yes"},
    Act.PUT_ON_NOTICE: {"generations": ["g000002"], **SNAPSHOT},
    Act.BEGIN_OBJECTION: {"group": "A", "target": "indicator:plans"},
    Act.OBJECT: {
        "group": "A",
        "target": "indicator:plans",
        "ground": "fact",
        "reason": "a reason",
        "records": [["report", ["R1"]]],
        "missing": None,
        "attachments": {},
    },
    Act.DECIDE_OBJECTION: {"claim": "O1", "outcome": "rejected", "reason": "a reason", "corrections": []},
    Act.EXTEND_REPLY: {"claim": "O1", "day": "2026-12-31", "reason": "a reason"},
    Act.FINALISE: {"generations": ["g000003"], "rectify": ["C"], **SNAPSHOT},
    Act.DECIDE_RECHECK: {"group": "C", "passed": True, "reason": "a reason"},
    Act.APPLY_CORRECTIONS: {"generations": ["g000004"], "conflicts": []},
    Act.CANCEL: {"reason": "a reason"},
}


@pytest.fixture
def course() -> Course:
    """A round that was just announced."""
    return Course()


@pytest.fixture(scope="session")
def course_of() -> Callable[..., Course]:
    """Rounds with other terms."""
    return Course


@pytest.fixture(scope="session")
def correction() -> dict[str, Any]:
    """A correction as the journal keeps it."""
    return CORRECTION
