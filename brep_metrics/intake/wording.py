"""How a fault speaks of a person's words: what they wrote, fit for one line, and what they may have meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> Message:
    """What was expected instead of `word`: the nearest known spelling, or all of them."""
    candidates = list(known)
    lowered = {candidate.lower(): candidate for candidate in candidates}
    found = get_close_matches(word.strip().lower(), lowered, n=1)
    if found:
        return Message(N_("“{nearest}”"), {"nearest": lowered[found[0]]})
    return Message(N_("one of {values}"), {"values": ", ".join(candidates)})
