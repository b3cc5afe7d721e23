"""What a snapshot is one of: the values that every figure in it stands on, and nothing that changes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from brep_metrics.i18n import Language, Title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Generation

EVERYTHING = "all"


@dataclass(frozen=True)
class Origin:
    """A file from which the generation was loaded: name without folders, sha256, number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Stamp:
    """(generation, methodology, period, as-of, scope, language), with what is needed to state them in words.

    `generation_date` is the day of the load, `created_at` its moment in UTC, `software` the version that wrote it.
    """

    generation: str
    generation_date: date
    created_at: datetime
    methodology: str
    methodology_version: str
    methodology_hash: str
    methodology_title: Title
    period: str
    as_of: date
    scope: str
    language: Language
    software: str
    origins: tuple[Origin, ...]

    @classmethod
    def of(
        cls,
        generation: Generation,
        methodology: Methodology,
        *,
        period: str,
        as_of: date,
        scope: str,
        language: Language,
        software: str,
    ) -> Stamp:
        """The stamp of an evaluation of `generation` by `methodology`."""
        return cls(
            generation=generation.id,
            generation_date=generation.date,
            created_at=generation.created_at,
            methodology=methodology.id,
            methodology_version=methodology.version,
            methodology_hash=methodology.hash,
            methodology_title=methodology.title,
            period=period,
            as_of=as_of,
            scope=scope,
            language=language,
            software=software,
            origins=tuple(Origin(file.name, file.sha256, file.rows) for file in generation.files),
        )

    @property
    def columns(self) -> dict[str, object]:
        """What `scores.csv` repeats in each row, so that the file stands alone."""
        return {
            "generation": self.generation,
            "methodology": self.methodology,
            "methodology_version": self.methodology_version,
            "methodology_hash": self.methodology_hash,
            "period": self.period,
            "as_of": self.as_of,
            "scope": self.scope,
        }

    @property
    def inputs(self) -> dict[str, str]:
        """The six inputs and the version of the software, as the journal keeps them."""
        return {name: str(value) for name, value in {**self.columns, "language": self.language}.items()} | {
            "software": self.software
        }

    def to_json(self) -> dict[str, object]:
        """The stamp as the descriptor holds it."""
        return {
            "generation": self.generation,
            "generation_date": self.generation_date.isoformat(),
            "generation_created_at": self.created_at.isoformat(),
            "methodology": self.methodology,
            "methodology_version": self.methodology_version,
            "methodology_hash": self.methodology_hash,
            "methodology_title": {"zh": self.methodology_title.zh, "en": self.methodology_title.en},
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "scope": self.scope,
            "language": self.language,
            "software": self.software,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any], sources: Sequence[Mapping[str, Any]]) -> Stamp:
        """Read a stamp back; KeyError, TypeError or ValueError where it is not one."""
        language = content["language"]
        if language not in get_args(Language):
            raise ValueError(language)
        return cls(
            generation=str(content["generation"]),
            generation_date=date.fromisoformat(content["generation_date"]),
            created_at=datetime.fromisoformat(content["generation_created_at"]),
            methodology=str(content["methodology"]),
            methodology_version=str(content["methodology_version"]),
            methodology_hash=str(content["methodology_hash"]),
            methodology_title=Title(content["methodology_title"]["zh"], content["methodology_title"]["en"]),
            period=str(content["period"]),
            as_of=date.fromisoformat(content["as_of"]),
            scope=str(content["scope"]),
            language=language,
            software=str(content["software"]),
            origins=tuple(Origin(str(one["title"]), str(one["sha256"]), int(one["rows"])) for one in sources),
        )
