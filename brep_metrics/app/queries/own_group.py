"""What My group shows: how it did, what it is best at, where it loses most, and what it has to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.wording.formats import number, signed
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection

MAX_HIGHLIGHTS = 3
MIN_POINTS = 0.005


class Highlight(NamedTuple):
    """An indicator worth a look: its code and name, and what is to be said of it."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class OwnGroup:
    """The page's figures, but for what is due, which follows from the state of now."""

    card: ScorecardModel | None
    strengths: tuple[Highlight, ...]
    losses: tuple[Highlight, ...]


def own_group(visit: Visit, groups: Iterable[str]) -> str | None:
    """The group with which a reader's pages open: one that they lead, else one in which they take part.

    The first by its code, so that it is the same in either language, where `groups` come in the order of their names.
    """
    scope = visit.access_scope
    return None if scope.is_network else min(groups, key=lambda code: (not scope.may_see(code), code), default=None)


@cached_for_selection(500)
def own_group_model(selection: Selection, group_id: str) -> OwnGroup:
    """All of it for one group, as far as the reader may see it."""
    card = scorecard(selection, group_id)
    shown = card if card is not None and card.rated and card.are_records_open else None
    return OwnGroup(
        card=card,
        strengths=_strengths(selection, shown) if shown else (),
        losses=_losses(shown) if shown else (),
    )


def _strengths(selection: Selection, card: ScorecardModel) -> tuple[Highlight, ...]:
    """The indicators that bring most beyond the median."""
    parts = results.contributions(selection, card.group_id)
    if parts is None:
        return ()
    text = translator(card.language).gettext("{value}: {points} points against the median")
    beyond = parts.beyond_median
    best = [at for at in np.argsort(-beyond, kind="stable")[:MAX_HIGHLIGHTS].tolist() if beyond[at] >= MIN_POINTS]
    return tuple(_highlight(card, at, text, signed(float(beyond[at]), card.language)) for at in best)


def _losses(card: ScorecardModel) -> tuple[Highlight, ...]:
    """The indicators that lack most to their full points, in points of the score."""
    low, high = card.methodology.scale
    text = translator(card.language).gettext("{value}: {points} of {full} points lost")
    full = card.indicators["weight"].to_numpy(float) / 100 * (high - low)
    lost = full * (high - card.indicators["points"].to_numpy(float)) / (high - low)
    lost = np.nan_to_num(lost)
    worst = [at for at in np.argsort(-lost, kind="stable")[:MAX_HIGHLIGHTS].tolist() if lost[at] >= MIN_POINTS]
    return tuple(
        _highlight(
            card,
            at,
            text.replace("{full}", number(float(full[at]), card.language, 1)),
            number(float(lost[at]), card.language, 1),
        )
        for at in worst
    )


def _highlight(card: ScorecardModel, at: int, text: str, points: str) -> Highlight:
    row = card.indicators.iloc[at]
    return Highlight(str(row["code"]), str(row["title"]), text.format(value=row["value"], points=points))
