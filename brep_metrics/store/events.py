"""One line of the journal, and the text of it that is hashed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

START = "0" * 64
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Event:
    """One line: its place, when (UTC), what, by whom, the details as canonical JSON, the two hashes of the chain."""

    seq: int
    at: str
    event: str
    who: str | None
    details: str
    previous: str
    sha256: str

    @property
    def anchor(self) -> str:
        """The place and the hash, by which a printed line proves that nothing before it was changed."""
        return f"{self.seq}:{self.sha256}"

    @property
    def content(self) -> dict[str, Any]:
        """The details as values."""
        found: dict[str, Any] = json.loads(self.details)
        return found

    def entry(self) -> dict[str, Any]:
        """The whole line as one mapping."""
        own = {"seq": self.seq, "at": self.at, "event": self.event, "who": self.who}
        return {**self.content, **own, "previous": self.previous, "sha256": self.sha256}

    def digest(self) -> str:
        """What `sha256` must be."""
        return digest(self.seq, self.at, self.event, self.who, self.details, self.previous)


def digest(seq: int, at: str, event: str, who: str | None, details: str, previous: str) -> str:
    """The sha256 of a line's canonical text."""
    return _sha256(canonical([seq, at, event, who, details, previous]))


def once_key(event: str, who: str | None, details: str) -> str:
    """What two events share that say the same of the same person."""
    return _sha256(canonical([event, who, details]))


def canonical(value: list[Any] | Mapping[str, Any]) -> str:
    """JSON that is the same for equal values, and that every database keeps unchanged."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def storable(text: str | None) -> str | None:
    """A text without what no database keeps: the null character and halves of characters."""
    return None if text is None else _NOT_STORABLE.sub("\ufffd", text)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
