"""Doing an act of a round from the page: refused with its sentence, or done and said in the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.access import Action
from brep_metrics.app.navigation import redraw
from brep_metrics.app.views.shared.filing_parts import attempted, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit


def act(visit: Visit, do: Callable[[], object], said: str) -> None:
    """Do it, unless the reader's access has ended meanwhile."""
    if visit.may(Action.SEE_ROUND) and attempted(visit, do) is not None:
        say(said)
        redraw()
