"""Published results: which evaluation of a period is the official one, by whom it was made so, and what it replaced.

A publication is an event of the store's journal. It names the generation, the as-of date and the whole text of the
methodology, so that the same figures can be computed again; it is never changed, only superseded with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import Methodology, parse_methodology
from brep_metrics.periods import Period

if TYPE_CHECKING:
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Store

RESULT_PUBLISHED = "result_published"


@dataclass(frozen=True)
class Publication:
    """One result made official; `reason` is why it supersedes an earlier one, None for the first."""

    at: str
    who: str
    reason: str | None
    period: Period
    generation: str
    as_of: date
    methodology_id: str
    methodology_hash: str
    methodology_text: str

    def methodology(self) -> Methodology:
        """The methodology as it was when the result was published."""
        return parse_methodology(self.methodology_text, file=f"{self.methodology_id}.toml")

    def shows(self, evaluation: Evaluation) -> bool:
        """Whether `evaluation` is the very result that was published."""
        return (self.generation, self.as_of, self.methodology_hash, self.period) == (
            evaluation.generation.id,
            evaluation.as_of,
            evaluation.methodology.hash,
            evaluation.period,
        )


def publications(store: Store) -> tuple[Publication, ...]:
    """Everything that was ever published, oldest first."""
    return tuple(_from_entry(entry) for entry in store.journal.entries() if entry.get("event") == RESULT_PUBLISHED)


def publication_of(store: Store, period: Period, methodology_id: str) -> Publication | None:
    """The publication in force for a period by a methodology: the latest one."""
    found = [one for one in publications(store) if (one.period, one.methodology_id) == (period, methodology_id)]
    return found[-1] if found else None


def publish(store: Store, evaluation: Evaluation, *, who: str, reason: str | None = None) -> Publication:
    """Make `evaluation` the official result of its period.

    Raises:
        UsageError: the period already has a published result and no reason is given, or it is this very one; or no
            group is rated, so that there is no result.

    """
    methodology = evaluation.methodology
    if not evaluation.scores.rated.any():
        text = N_("no group is rated in {period}: there is nothing to publish")
        raise UsageError(Message(text, {"period": evaluation.period.code}))
    before = publication_of(store, evaluation.period, methodology.id)
    given = (reason or "").strip() or None
    if before and before.shows(evaluation):
        raise UsageError(Message(N_("This result is published already, since {date}"), {"date": before.at[:10]}))
    if before and not given:
        text = N_("{period} has a published result; say why this one replaces it")
        raise UsageError(Message(text, {"period": evaluation.period.code}))
    store.journal.append(
        RESULT_PUBLISHED,
        who=who,
        reason=given if before else None,
        period=evaluation.period.code,
        generation=evaluation.generation.id,
        as_of=evaluation.as_of.isoformat(),
        methodology_id=methodology.id,
        methodology_hash=methodology.hash,
        methodology_text=methodology.text,
    )
    return publications(store)[-1]


def _from_entry(entry: dict[str, Any]) -> Publication:
    return Publication(
        at=entry["at"],
        who=entry["who"],
        reason=entry["reason"],
        period=Period.parse(entry["period"]),
        generation=entry["generation"],
        as_of=date.fromisoformat(entry["as_of"]),
        methodology_id=entry["methodology_id"],
        methodology_hash=entry["methodology_hash"],
        methodology_text=entry["methodology_text"],
    )
