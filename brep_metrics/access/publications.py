"""Published results: which evaluation of a period is the official one, by whom it was made so, and what it replaced.

A publication is an event of the store's journal, found by period and methodology. It names the generation, the as-of
date and the whole text of the methodology, so that the same figures can be computed again; it is never changed, only
superseded with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import NoDataError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import Methodology, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.store import RESULT_PUBLISHED

if TYPE_CHECKING:
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Store, Transaction


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
    return tuple(_from_entry(entry) for entry in store.journal.entries(RESULT_PUBLISHED))


def publication_of(store: Store, period: Period, methodology_id: str) -> Publication | None:
    """The publication in force for a period by a methodology: the latest one."""
    found = store.journal.latest_publication(period.code, methodology_id)
    return None if found is None else _from_entry(found.entry())


def publish(store: Store, evaluation: Evaluation, *, who: str, reason: str | None = None) -> Publication:
    """Make `evaluation` the official result of its period.

    Raises:
        UsageError: the period still runs; or it already has a published result and no reason is given, or this very
            result.
        NoDataError: no group is rated, so that there is no result.

    """
    check_publishable(evaluation)
    given = (reason or "").strip() or None
    return store.register.write(lambda transaction: publish_within(transaction, evaluation, who=who, reason=given))


def check_publishable(evaluation: Evaluation) -> None:
    """Raise unless there is a result, and of a period that has ended.

    Raises:
        UsageError, NoDataError: as in `publish`.

    """
    period = evaluation.period
    if evaluation.is_running:
        text = N_("{period} was still running on {as_of}: only a period that has ended can be published")
        names = {"period": period.code, "as_of": evaluation.as_of.isoformat()}
        raise UsageError(Message(text, names))
    if not evaluation.scores.rated.any():
        text = N_("no group is rated in {period}: there is nothing to publish")
        raise NoDataError(Message(text, {"period": period.code}))


def publish_within(transaction: Transaction, evaluation: Evaluation, *, who: str, reason: str | None) -> Publication:
    """The same as a part of a larger change, of a result that may be published; raises what `publish` raises."""
    methodology, period = evaluation.methodology, evaluation.period
    found = transaction.latest_publication(period.code, methodology.id)
    _check_supersedes(_from_entry(found.entry()) if found else None, evaluation, reason)
    made = transaction.append(
        RESULT_PUBLISHED,
        who=who,
        reason=reason if found else None,
        period=period.code,
        generation=evaluation.generation.id,
        as_of=evaluation.as_of.isoformat(),
        methodology_id=methodology.id,
        methodology_hash=methodology.hash,
        methodology_text=methodology.text,
    )
    return _from_entry(made.entry())


def _check_supersedes(before: Publication | None, evaluation: Evaluation, reason: str | None) -> None:
    if before and before.shows(evaluation):
        raise UsageError(Message(N_("This result is published already, since {date}"), {"date": before.at[:10]}))
    if before and not reason:
        text = N_("{period} has a published result; say why this one replaces it")
        raise UsageError(Message(text, {"period": evaluation.period.code}))


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
