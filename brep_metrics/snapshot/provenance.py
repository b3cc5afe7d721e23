"""What a snapshot is one of: the values that every figure in it depends on, and nothing that changes by itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from brep_metrics.access import Note
from brep_metrics.i18n import Language, Title
from brep_metrics.periods import Period
from brep_metrics.snapshot.attachments import Attached
from brep_metrics.snapshot.round_stage import RoundStage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Generation

EVERYTHING = "all"
# Days on which no arithmetic leaves the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_OF_GROUPS, _SEPARATOR = "group:", ";"


def scope_of_groups(groups: Iterable[str]) -> str:
    """The scope of a snapshot that holds some groups only, as it is written everywhere."""
    return _OF_GROUPS + _SEPARATOR.join(sorted(set(groups)))


def groups_of_scope(scope: str) -> tuple[str, ...] | None:
    """The groups that a scope names; None for the whole network."""
    return None if scope == EVERYTHING else tuple(scope.removeprefix(_OF_GROUPS).split(_SEPARATOR))


@dataclass(frozen=True)
class Origin:
    """A file from which the generation was loaded: name without folders, sha256, number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Provenance:
    """(generation, methodology, period, as-of, scope, language), with what is needed to state them in words.

    `generation_date` is the day of the load, `created_at` its moment in UTC, `software` the version that wrote it.
    `late` counts the records of the period of which something came in after the as-of date, and all of them.
    Only a snapshot of some groups has `published`: the published results that it could state, each as `period
    generation as-of`; without its own period among them it holds no score.
    Only one of the whole network can have `notes`: those of evaluators on its period, where they were asked for.
    `attachments` are the files that were handed in with its records.
    `round_stage` is stated where a round made the snapshot, always one of the whole network.
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
    published: tuple[str, ...] | None = None
    late: tuple[int, int] = (0, 0)
    anchor: str = ""
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attached, ...] = ()
    round_stage: RoundStage | None = None

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
        published: tuple[str, ...] | None = None,
        late: tuple[int, int] = (0, 0),
    ) -> Provenance:
        """The provenance of an evaluation of `generation` by `methodology`.

        Where files came from is told for the whole network only: their names and sizes are those of all groups' data.
        """
        files = generation.files if scope == EVERYTHING else ()
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
            origins=tuple(Origin(file.name, file.sha256, file.rows) for file in files),
            published=published,
            late=late,
            anchor=generation.anchor,
        )

    @property
    def groups(self) -> tuple[str, ...] | None:
        """The groups that the snapshot holds; None for the whole network."""
        return groups_of_scope(self.scope)

    @property
    def is_published(self) -> bool:
        """Whether scores and ranks are stated: always for the whole network, else once they are published."""
        return self.published is None or any(one.split(" ")[0] == self.period for one in self.published)

    @property
    def is_running(self) -> bool:
        """Whether the period had not ended on the as-of date."""
        return self.as_of < Period.parse(self.period).end

    @property
    def columns(self) -> dict[str, object]:
        """What `scores.csv` repeats in each row, so that the file explains itself."""
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
        """The six inputs, the version of the software and the stage of a round, as the journal keeps them."""
        published = {} if self.published is None else {"published": _SEPARATOR.join(self.published)}
        notes = {"notes": str(len(self.notes))} if self.notes else {}
        return {name: str(value) for name, value in {**self.columns, "language": self.language}.items()} | {
            "software": self.software,
            "anchor": self.anchor,
            **published,
            **notes,
            **({} if self.round_stage is None else vars(self.round_stage)),
        }

    def to_json(self) -> dict[str, object]:
        """The provenance as the descriptor holds it."""
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
            "anchor": self.anchor,
            "late_records": list(self.late),
            **({} if self.published is None else {"published": list(self.published)}),
            **({"notes": [vars(note) for note in self.notes]} if self.notes else {}),
            **({"attachments": [vars(one) for one in self.attachments]} if self.attachments else {}),
            **({} if self.round_stage is None else {"round_stage": vars(self.round_stage)}),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any], sources: Sequence[Mapping[str, Any]]) -> Provenance:
        """Read a provenance back; KeyError, TypeError or ValueError where it is not one."""
        language = content["language"]
        if language not in get_args(Language):
            raise ValueError(language)
        published = content.get("published")
        late, of_rows = content.get("late_records", (0, 0))
        if (published is None) != (content["scope"] == EVERYTHING):
            raise ValueError(published)
        notes = tuple(_note(one) for one in content.get("notes", ()))
        round_stage = _round_stage(content.get("round_stage"))
        if (notes or round_stage) and published is not None:
            raise ValueError(notes, round_stage)
        days = {name: date.fromisoformat(content[name]) for name in ("generation_date", "as_of")}
        if not all(_FIRST_YEAR <= day.year <= _LAST_YEAR for day in days.values()):
            raise ValueError(days)
        return cls(
            generation=str(content["generation"]),
            generation_date=days["generation_date"],
            created_at=datetime.fromisoformat(content["generation_created_at"]),
            methodology=str(content["methodology"]),
            methodology_version=str(content["methodology_version"]),
            methodology_hash=str(content["methodology_hash"]),
            methodology_title=Title(content["methodology_title"]["zh"], content["methodology_title"]["en"]),
            period=str(content["period"]),
            as_of=days["as_of"],
            scope=str(content["scope"]),
            language=language,
            software=str(content["software"]),
            origins=tuple(Origin(str(one["title"]), str(one["sha256"]), int(one["rows"])) for one in sources),
            published=None if published is None else tuple(str(one) for one in published),
            late=(int(late), int(of_rows)),
            anchor=str(content.get("anchor", "")),
            notes=notes,
            attachments=tuple(_attached(one) for one in content.get("attachments", ())),
            round_stage=round_stage,
        )


def _note(content: Mapping[str, Any]) -> Note:
    return Note(**{one.name: str(content[one.name]) for one in fields(Note)})


def _round_stage(content: Mapping[str, Any] | None) -> RoundStage | None:
    return None if content is None else RoundStage(str(content["round"]), str(content["stage"]))


def _attached(content: Mapping[str, Any]) -> Attached:
    texts = {one.name: str(content[one.name]) for one in fields(Attached) if one.name != "size"}
    return Attached(size=int(content["size"]), **texts)
