"""What the commands that evaluate are asked for: which data, seen when, over which period, by which methodology."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import DEFAULT_METHODOLOGY, Methodology, available_methodologies, load_methodology
from brep_metrics.periods import Period, latest_year
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brep_metrics.i18n import Language
    from brep_metrics.store import Reading


@dataclass(frozen=True)
class EvaluationRequest:
    """The answers to the shared options; `reading` may be used until its `with` block ends."""

    reading: Reading
    methodology: Methodology
    period: Period

    @property
    def provenance(self) -> Message:
        """What every figure depends on, in one line."""
        return Message(
            N_("generation {generation}, period {period}, as of {as_of}, methodology {methodology}"),
            {
                "generation": self.reading.generation.id,
                "period": self.period.code,
                "as_of": self.reading.as_of.isoformat(),
                "methodology": provenance_of(self.methodology),
            },
        )


@contextmanager
def evaluation_request(
    store: str, generation: str | None, period: str | None, as_of: str | None, methodology: Path | None
) -> Iterator[EvaluationRequest]:
    """Open what the options name.

    Raises:
        UsageError: a period, date, generation or file that does not exist.
        FaultsError: the methodology has faults.

    """
    chosen = chosen_methodology(methodology)
    asked = Period.parse(period) if period else None
    with open_store(store).read(generation, as_of=as_day(as_of)) as reading:
        yield EvaluationRequest(reading, chosen, asked or latest_year(reading.as_of))


def chosen_methodology(methodology: Path | None) -> Methodology:
    """The methodology of a file, or the one of that name that comes with the software; the default one if None."""
    if methodology is None:
        return load_methodology(DEFAULT_METHODOLOGY)
    shipped = available_methodologies()
    known = not methodology.exists() and str(methodology) in shipped
    return load_methodology(shipped[str(methodology)] if known else methodology)


def provenance_of(methodology: Methodology) -> str:
    """Name, version and hash."""
    return f"{methodology.id} {methodology.version} ({methodology.short_hash})"


def print_provenance(methodology: Methodology, language: Language) -> None:
    """Say on stderr by which methodology the figures on stdout came about."""
    provenance = Message(N_("methodology {methodology}"), {"methodology": provenance_of(methodology)})
    print(provenance.text(language), file=sys.stderr)


def as_day(text: str | None) -> date | None:
    """The day that an option names.

    Raises:
        UsageError: it is no date.

    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(Message(N_("“{text}” is not a date; write 2025-12-31"), {"text": text}))
    return day
