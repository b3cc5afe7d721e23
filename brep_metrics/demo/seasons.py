"""A group's season: one calendar year of one group, with its quality and its own stream of random numbers.

The generators ask a season for shares, counts and dates; the curves behind the answers are those of `behaviour.toml`.
Every season draws from a stream named after group and year, so that a change to one group leaves the others alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from brep_metrics.demo.titles import Titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brep_metrics.demo.organizations import Member
    from brep_metrics.demo.parameters import Group, Parameters

DIMENSIONS = ("reporting", "delivery", "activity", "outcomes", "coordination", "recorded")
FRIDAY = 4  # as date.weekday counts


def stream(parameters: Parameters, *name: object) -> Random:
    """A reproducible stream of random numbers of its own, for whatever `name` denotes."""
    return Random(":".join(str(part) for part in (parameters.seed, *name)))  # noqa: S311 - a demonstration, no secret


@dataclass
class Season:
    """What the generators know about one group in one calendar year; `first` and `last` bound its life in it."""

    group: Group
    year: int
    first: date
    last: date
    quality: Mapping[str, float]
    members: Sequence[Member]
    partners: Sequence[str]
    circle: Sequence[str]
    parameters: Parameters
    random: Random
    titles: Titles
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def part(self) -> float:
        """The part of the year in which the group existed."""
        return ((self.last - self.first).days + 1) / 365

    def rate(self, dimension: str, name: str) -> float:
        """The value of a curve of `behaviour.toml` at the season's quality, unclipped."""
        worst, best = self.parameters.behaviour[dimension][name]
        return float(worst + (best - worst) * self.quality[dimension])

    def chance(self, dimension: str, name: str) -> bool:
        """Whether something with a fixed share, the same for every quality, takes place this time."""
        return self.random.random() < float(self.parameters.behaviour[dimension][name])

    def happens(self, dimension: str, name: str) -> bool:
        """Whether something with that share takes place this time."""
        return self.random.random() < self.rate(dimension, name)

    def count(self, dimension: str, name: str) -> int:
        """How many in this season: the yearly rate times the part of the year, rounded by chance."""
        expected = max(self.rate(dimension, name), 0) * self.part
        return int(expected + self.random.random())

    def day(self, first: date | None = None) -> date:
        """Any working day of the season, from `first` on."""
        start = first or self.first
        found = start + timedelta(self.random.randrange(max((self.last - start).days + 1, 1)))
        return max(found - timedelta(max(found.weekday() - FRIDAY, 0)), start)

    def after(self, day: date, mean: float) -> date:
        """A day later than `day`, by a waiting time with that mean in days, at least one."""
        return day + timedelta(max(round(self.random.gammavariate(2.0, max(mean, 1) / 2)), 1))

    def recorded(self, event: date) -> date:
        """When the evaluator received the record of an event: soon, or once in a while two months later."""
        delay = self.after(event, self.rate("recorded", "days"))
        return delay + timedelta(60) if self.chance("recorded", "late_entry") else delay

    def known(self, day: date | None) -> date | None:
        """The day of an event, or None where the demonstration ends, or the group was dissolved, before it."""
        limit = min(self.parameters.end, self.group.dissolved_on or self.parameters.end)
        return day if day is not None and day <= limit else None

    def key(self, letter: str) -> str:
        """The next key of a kind of record, such as WG01-2025-A07."""
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{self.group.group_id}-{self.year}-{letter}{self.numbers[letter]:02}"

    def some(self, population: Sequence[Any], least: int, most: int) -> list[Any]:
        """Between `least` and `most` different things, as far as there are so many."""
        size = min(self.random.randint(least, most), len(population))
        return self.random.sample(population, size)

    def lead(self, day: date) -> str:
        """The organization that leads the group on that day."""
        return next(
            member.organization_id
            for member in self.members
            if member.role == "lead" and member.joined_on <= day and (member.left_on is None or day < member.left_on)
        )

    def present(self) -> list[Member]:
        """The members that belong to the group for the whole season."""
        return [
            member
            for member in self.members
            if member.joined_on <= self.first and (member.left_on is None or member.left_on >= self.last)
        ]


def seasons(
    parameters: Parameters, members: Mapping[str, Sequence[Member]], circles: Mapping[str, Sequence[str]]
) -> Iterator[Season]:
    """Every season of every group, group by group, year by year."""
    for group in parameters.groups:
        traits = _draws(parameters, "trait", group.group_id)
        titles = Titles(group.topics, parameters)
        for year in group.quality:
            first = max(date(year, 1, 1), group.established_on, parameters.start)
            last = min(date(year, 12, 31), group.dissolved_on or parameters.end, parameters.end)
            if first > last:
                continue
            fortune = _draws(parameters, "year", group.group_id, year)
            yield Season(
                group=group,
                year=year,
                first=first,
                last=last,
                quality={name: _clip(group.quality[year] + traits[name] + fortune[name]) for name in DIMENSIONS},
                members=members[group.group_id],
                partners=_partners(parameters, group, first),
                circle=circles[group.group_id],
                parameters=parameters,
                random=stream(parameters, group.group_id, year),
                titles=titles,
            )


def _draws(parameters: Parameters, spread: str, *name: object) -> dict[str, float]:
    random = stream(parameters, spread, *name)
    return {dimension: random.gauss(0, parameters.behaviour["spread"][spread]) for dimension in DIMENSIONS}


def _clip(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _partners(parameters: Parameters, group: Group, day: date) -> list[str]:
    """Three groups that the group likes to work with, those of them that exist on that day."""
    others = [other for other in parameters.groups if other.group_id != group.group_id and other.life == "ordinary"]
    chosen = stream(parameters, "partners", group.group_id).sample(others, 4)
    return [
        other.group_id
        for other in chosen
        if other.established_on <= day and (other.dissolved_on is None or other.dissolved_on > day.replace(month=12))
    ]
