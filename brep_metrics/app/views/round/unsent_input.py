"""What is typed into a form of a round and not handed in yet: kept for its writer, so that a reload loses nothing.

It is no act of the round: it is in no journal, and nobody else is shown it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from brep_metrics.app.views.shared.filing_parts import attempted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Round

KIND = "round_form"
MAX_FORMS = 200


class TypedForm:
    """One form of a reader; `handed_in` is what it shows as long as nothing else was typed."""

    def __init__(self, visit: Visit, round_: Round, *form: str, handed_in: Mapping[str, Any] | None = None) -> None:
        self._visit = visit
        self._kept = visit.store.personal(visit.who, KIND)
        self._name = "/".join((round_.id, *form))
        self._handed_in = dict(handed_in or {})
        self._typed: dict[str, Any] = json.loads(self._kept.all().get(self._name, "{}"))

    def value(self, field: str, otherwise: Any = "") -> Any:  # noqa: ANN401 - a text, or a list of codes
        """What a field shows first."""
        return {**self._handed_in, **self._typed}.get(field, otherwise)

    def keep(self, typed: Mapping[str, Any]) -> None:
        """Keep what the fields hold now, if it is anything new; said is only where it could not be kept."""
        shown = {**self._handed_in, **self._typed}
        if any(value != shown.get(field, type(value)()) for field, value in typed.items()):
            self._typed = dict(typed)
            text = json.dumps(self._typed, ensure_ascii=False)
            attempted(self._visit, lambda: self._kept.keep(self._name, text, limit=MAX_FORMS))

    def handing_in(self, do: Callable[[], Round]) -> Callable[[], Round]:
        """The same act; once it is done nothing is kept any more."""

        def act() -> Round:
            done = do()
            self._kept.forget(self._name)
            return done

        return act
