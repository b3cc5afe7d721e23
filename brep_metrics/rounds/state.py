"""What a round is after some of its acts: its stage, days, claims, votes and decisions, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from brep_metrics.rounds.calendar import GRACE, end_of
from brep_metrics.rounds.stages import Act, Capacity, Stage
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from brep_metrics.rounds.announced_terms import Terms
    from brep_metrics.rounds.claims import Claim, Correction


@dataclass(frozen=True)
class Action:
    """One act of a round: what, when, by whom in which capacity, and its content as the journal keeps it."""

    act: Act
    moment: datetime
    who: str
    capacity: Capacity
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Recusal:
    """Somebody who does not act on `groups` (all of them where empty), and never votes on the result."""

    who: str
    groups: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Assessment:
    """What a lead handed in of its own group; `attachments` are names by sha256."""

    group: str
    text: str
    who: str
    on_behalf: bool
    at: datetime
    attachments: Mapping[str, str]


@dataclass(frozen=True)
class Vote:
    """One evaluator's voice on a result."""

    who: str
    choice: str
    at: datetime


@dataclass(frozen=True)
class Ballot:
    """The votes by which a result was accepted."""

    stage: Stage
    votes: tuple[Vote, ...]


@dataclass(frozen=True)
class Recheck:
    """A group that has to put things right by a day; `passed` is None until that was checked."""

    group: str
    due: date
    passed: bool | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Kept:
    """A snapshot of a stage: the sha256 and the size of its file."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Round:
    """One round after some of its acts. `claims` are by their id; `votes` those on the result as it is now.

    `fixed` is the generation whose data are evaluated, `noticed` and `final` those of the results with corrections.
    """

    id: str
    terms: Terms
    stage: Stage
    opened_at: datetime
    last: datetime
    acts: int = 1
    recusals: tuple[Recusal, ...] = ()
    substitutes: tuple[str, ...] = ()
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    begun: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    votes: Mapping[str, Vote] = field(default_factory=dict)
    ballots: tuple[Ballot, ...] = ()
    verification_from: date | None = None
    notice_from: date | None = None
    final_on: date | None = None
    fixed: str | None = None
    noticed: str | None = None
    final: str | None = None
    snapshots: Mapping[Stage, Kept] = field(default_factory=dict)
    rechecks: Mapping[str, Recheck] = field(default_factory=dict)
    applied: str | None = None
    cancelled: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still to come before its result."""
        return self.stage not in (Stage.FINAL, Stage.CANCELLED)

    @property
    def data_of_stages(self) -> Mapping[Stage, str | None]:
        """The generation of each stage that has results."""
        return {Stage.VERIFICATION: self.fixed, Stage.NOTICE: self.noticed, Stage.FINAL: self.final}

    @property
    def opened_on(self) -> date:
        """The day of the announcement."""
        return network_day(self.opened_at)

    @property
    def panel(self) -> tuple[str, ...]:
        """Everybody who decides, substitutes too."""
        return (*self.terms.panel, *self.substitutes)

    @property
    def voters(self) -> tuple[str, ...]:
        """Those of the panel who may vote."""
        recused = {one.who for one in self.recusals}
        return tuple(who for who in self.panel if who not in recused)

    @property
    def votes_needed(self) -> int:
        """How many must vote before a result counts."""
        return min(self.terms.rules.votes, len(self.voters))

    @property
    def counted(self) -> tuple[Vote, ...]:
        """The votes of those who may still vote, in the order of the panel."""
        return tuple(self.votes[who] for who in self.voters if who in self.votes)

    @property
    def carries(self) -> bool:
        """Whether enough have voted, and more for the result than against it; an abstention is for neither."""
        choices = [vote.choice for vote in self.counted]
        return 0 < self.votes_needed <= len(choices) and choices.count("yes") > choices.count("no")

    @property
    def notice_ends(self) -> date | None:
        """The last day of the notice."""
        return self.notice_from and self.terms.last_day(self.notice_from, self.terms.rules.notice_days)

    def notice_is_over(self, moment: datetime) -> bool:
        """Whether no objection can be sent any more, be it one that was begun in time."""
        return self.notice_ends is not None and moment >= end_of(self.notice_ends) + GRACE

    @property
    def verification_ends(self) -> date | None:
        """The day by which the verification should be done."""
        return self.verification_from and self.terms.last_day(
            self.verification_from, self.terms.rules.verification_days
        )

    @property
    def objections(self) -> tuple[Claim, ...]:
        """The objections, in the order in which they came."""
        return tuple(claim for claim in self.claims.values() if claim.is_objection)

    @property
    def undecided(self) -> tuple[Claim, ...]:
        """The claims that wait for a decision."""
        return tuple(claim for claim in self.claims.values() if claim.decision is None)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Every decided correction, in the order of the decisions."""
        decisions = [claim.decision for claim in self.claims.values() if claim.decision]
        return tuple(one for made in sorted(decisions, key=lambda made: made.at) for one in made.corrections)

    def is_recused(self, who: str, group: str | None = None) -> bool:
        """Whether somebody may not act on a group; without one, on the result."""
        return any(one.who == who and (group is None or not one.groups or group in one.groups) for one in self.recusals)
