"""What the commands that evaluate are asked for: which data, seen when, over which period, by which methodology."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brep_metrics.errors import NoDataError
from brep_metrics.given_files import is_there
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import DEFAULT_METHODOLOGY, Methodology, available_methodologies, load_methodology
from brep_metrics.periods import Period, day_of, latest_year
from brep_metrics.scoring import Evaluation, default_as_of, evaluate, late_records, require_groups
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from brep_metrics.i18n import Language
    from brep_metrics.scoring import LateRecords
    from brep_metrics.store import Reading


@dataclass(frozen=True)
class EvaluationRequest:
    """The answers to the shared options; the readings may be used until the `with` block ends.

    `reading` is as of the date asked for, else of the period's cut-off; `whole` is all that the generation holds.
    """

    reading: Reading
    whole: Reading
    methodology: Methodology
    period: Period
    is_period_named: bool
    asked_day: date | None

    def evaluation(self) -> Evaluation:
        """The evaluation that is asked for.

        Raises:
            NoDataError: there is no group to evaluate.

        """
        return require_groups(evaluate(self.reading, self.methodology, self.period))

    @contextmanager
    def reading_of(self, period: Period) -> Iterator[Reading]:
        """The same generation as of the default date of another period, with which this one is compared."""
        with self.whole.known_on(
            default_as_of(self.methodology, period, self.asked_day or self.whole.as_of)
        ) as reading:
            yield reading

    @cached_property
    def late(self) -> LateRecords:
        """What came in after the as-of date."""
        return late_records(self.whole, self.period, self.reading.as_of)

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

    def say(self, language: Language) -> None:
        """Put on stderr what the figures depend on, and what a reader must know beside it."""
        print(self.provenance.text(language), file=sys.stderr)
        self.say_caveats(language)

    def say_caveats(self, language: Language) -> None:
        """Put on stderr which period was taken, whether it still runs, and how much came in too late to count."""
        for message in self._caveats():
            print(message.text(language), file=sys.stderr)

    def _caveats(self) -> Iterator[Message]:
        names = {"period": self.period.code, "as_of": self.reading.as_of.isoformat()}
        if not self.is_period_named:
            yield Message(N_("no --period was given: {period} is the last full year"), names)
        if self.reading.as_of < self.period.end:
            yield Message(N_("{period} is still running: the figures are of its part up to {as_of}"), names)
        if count := len(self.late.rows):
            counts = names | {"count": count, "of_rows": self.late.of_rows, "latest": self.whole.as_of.isoformat()}
            if self.late.is_serious:
                yield Message(N_("CAUTION: more than a tenth of the records of {period} is left out"), counts)
            text = N_(
                "{count} of {of_rows} records of {period} came in, or were filled in, after {as_of} and do not count "
                "as they are now (`brep evaluate --late` lists them, --as-of {latest} counts them)"
            )
            yield Message(text, counts)


@contextmanager
def evaluation_request(
    store: str, generation: str | None, period: str | None, as_of: str | None, methodology: Path | None
) -> Iterator[EvaluationRequest]:
    """Open what the options name.

    Raises:
        NoDataError: nothing has been loaded.
        UsageError: a period, date, generation or file that does not exist.
        FaultsError: the methodology has faults.

    """
    chosen = chosen_methodology(methodology)
    asked = Period.parse(period) if period else None
    day = as_day(as_of)
    opened = open_store(store)
    if opened.current() is None:
        text = N_("there are no data in {address}; `brep load` puts some there, `brep demo` the demonstration")
        raise NoDataError(Message(text, {"address": opened.address}))
    with opened.read(generation) as whole:
        taken = asked or latest_year(day or whole.as_of)
        with whole.known_on(day or default_as_of(chosen, taken, whole.as_of)) as reading:
            yield EvaluationRequest(reading, whole, chosen, taken, is_period_named=asked is not None, asked_day=day)


def chosen_methodology(methodology: Path | None) -> Methodology:
    """The methodology of a file, or the one of that name that comes with the software; the default one if None."""
    if methodology is None:
        return load_methodology(DEFAULT_METHODOLOGY)
    shipped = available_methodologies()
    known = not is_there(methodology) and str(methodology) in shipped
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
    return None if text is None else day_of(text)
