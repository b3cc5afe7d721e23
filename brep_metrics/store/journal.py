"""`journal.jsonl`: one line per event, chained so that a line changed, removed or moved is found.

Each line carries the sha256 of the line before it and of its own content. The last hash also stands in
`journal.head`, because a chain alone cannot tell that its end was cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from brep_metrics.errors import Fault, StoreBusy
from brep_metrics.i18n import N_, Message
from brep_metrics.store.durable import replace_text
from brep_metrics.store.faults import writing_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START = "0" * 64
_WAIT_SECONDS = 10.0


class Journal:
    """The events of one store, oldest first; appending is safe from many processes at once."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.jsonl"
        self._head = folder / "journal.head"
        self._lock = folder / "journal.lock"

    def append(self, event: str, **details: object) -> None:
        """Add one line and bring it to the disk.

        `details` must be JSON; they may not use the names `at`, `event`, `previous` and `sha256`.

        Raises:
            StoreBusy: another process holds the journal for longer than ten seconds.
            StoreError: the journal cannot be written.

        """
        with writing_to(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with FileLock(self._lock, timeout=_WAIT_SECONDS):
                    self._append({"at": datetime.now(UTC).isoformat(), "event": event, **details})
            except Timeout as error:
                raise StoreBusy(Message(N_("Another process is writing {path}"), {"path": self.path})) from error

    def entries(self) -> tuple[dict[str, Any], ...]:
        """All events, oldest first; lines that are no JSON are left to `verify`."""
        return tuple(entry for _, entry in self._parsed() if entry is not None)

    def verify(self) -> tuple[Fault, ...]:
        """What is wrong with the chain, by line; empty where it is whole."""
        faults, previous, seen = [], _START, {_START}
        for number, entry in self._parsed():
            if entry is None or entry.get("sha256") != _digest(entry):
                faults.append(self._fault(N_("the line was changed after it was written"), number))
            elif entry["previous"] != previous:
                faults.append(self._fault(N_("lines before this one were removed, added or moved"), number))
            previous = str(entry.get("sha256")) if entry else ""
            seen.add(previous)
        if self._known_head() not in seen:
            faults.append(self._fault(N_("lines at the end were removed"), None))
        return tuple(faults)

    def _append(self, entry: dict[str, object]) -> None:
        lines = self._lines()
        entry["previous"] = self._last_hash()
        entry["sha256"] = _digest(entry)
        with self.path.open("ab") as file:
            # A line cut short by a kill was never confirmed to anybody.
            file.truncate(sum(len(line) + 1 for line in lines))
            file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        replace_text(self._head, f"{entry['sha256']}\n")

    def _lines(self) -> list[bytes]:
        content = self.path.read_bytes() if self.path.exists() else b""
        return content.split(b"\n")[:-1]

    def _parsed(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        for number, line in enumerate(self._lines(), start=1):
            try:
                entry = json.loads(line)
            except ValueError:
                entry = None
            yield number, entry if isinstance(entry, dict) and "previous" in entry else None

    def _last_hash(self) -> str:
        *_, last = (None, *(entry for _, entry in self._parsed()))
        # The chain goes on past a broken last line, which `verify` reports for ever after.
        return str(last.get("sha256")) if last else self._known_head()

    def _known_head(self) -> str:
        return self._head.read_text("utf-8").strip() if self._head.exists() else _START

    def _fault(self, text: str, line: int | None) -> Fault:
        return Fault(self.path.name, Message(text), line=line)


def _digest(entry: dict[str, Any]) -> str:
    content = {name: value for name, value in entry.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
