"""Rows that several queries of one statement ask the same macro for: computed once, for all of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MACRO_CALL = re.compile(r"(?<=from )\w+\([^()]*\)")


def union_all(queries: Sequence[str]) -> str:
    """All queries as one statement; a macro that two of them call with the same arguments is a table before them."""
    calls = Counter(call for query in queries for call in set(_MACRO_CALL.findall(query)))
    names = {call: f"shared_rows_{number}" for number, call in enumerate(calls) if calls[call] > 1}
    statement = "\nunion all\n".join(
        _MACRO_CALL.sub(lambda call: names.get(call[0], call[0]), query) for query in queries
    )
    tables = ",\n".join(f"{name} as (select * from {call})" for call, name in names.items())  # noqa: S608 - as above
    return f"with {tables}\n{statement}" if tables else statement
