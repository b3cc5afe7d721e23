"""What the load of a generation did to the ranking, compared with the generation that it was built on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached
from brep_metrics.load_effect import effect_of_generation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.load_effect import Effect
    from brep_metrics.store import Generation, Store


def generation_effect(store: Store, generation: Generation, every: Sequence[Generation]) -> Effect:
    """The groups that it moved; `every` has all generations, the latest first."""
    at = every.index(generation) + 1
    return _effect(store, generation, every[at] if at < len(every) else None)


@cached(20, key=lambda store, generation, before: (store.address, generation.anchor, before and before.anchor))
def _effect(store: Store, generation: Generation, before: Generation | None) -> Effect:
    return effect_of_generation(store, generation, before)
