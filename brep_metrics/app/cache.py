"""Results that all sessions share, kept once per key; those who get one read it and never change it.

Two sessions that ask for the same at the same time compute it once. Streamlit's own cache does that too, but looks at
the function's signature in every call, which adds up where a page asks for the same thing again and again.
"""

from __future__ import annotations

from functools import update_wrapper
from threading import Condition
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import cachetools

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_caches: list[cachetools.LRUCache[Any, Any]] = []

P = ParamSpec("P")
R = TypeVar("R")


class Keyed(Protocol):
    """Whatever knows all that changes what is shown of it, such as a `Selection`."""

    @property
    def key(self) -> Hashable:
        """The part of a cache's key that identifies it."""


S = TypeVar("S", bound=Keyed)


def cached(entries: int, *, key: Callable[P, Hashable]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the latest `entries` results, each under what `key` makes of the arguments of its call."""

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        cache = cachetools.LRUCache[Any, Any](entries)
        _caches.append(cache)
        return update_wrapper(cachetools.cached(cache, key=key, condition=Condition())(function), function)

    return keep


def cached_for_selection(
    entries: int,
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Keep the latest `entries` results of a function of a selection and plain values.

    The selection's key holds all that changes what this reader sees, reach and language included, so nothing comes to
    a reader who may not see it. A frame or a list among the values is a TypeError, since it cannot be part of a key.
    """

    def keep(function: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        def key(selection: S, /, *more: P.args, **named: P.kwargs) -> Hashable:
            return (selection.key, *more, *sorted(named.items()))

        return cached(entries, key=key)(function)

    return keep


def clear_caches() -> None:
    """Let go of everything that is kept."""
    for cache in _caches:
        cache.clear()
