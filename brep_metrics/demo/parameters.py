"""The generator's parameters: `data/demo/*.toml`, read once into frozen values.

Leaves their use to the modules beside it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from brep_metrics.i18n import Title
from brep_metrics.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

DIRECTORY = shipped("data/demo")
HALF_YEAR_START, HALF_YEAR_END = 2021, 2026  # the qualities' first and last calendar year


@dataclass(frozen=True)
class Sector:
    """A field of the network."""

    sector_id: str
    name: Title
    tier: str


@dataclass(frozen=True)
class Country:
    """A country of the Partnership with its documented joining date."""

    country_code: str
    name: Title
    region: str
    member_from: date


@dataclass(frozen=True)
class Group:
    """A working group and the course of its quality: calendar year → 0 (nothing works) … 1 (everything does)."""

    group_id: str
    sector_id: str
    name: Title
    established_on: date
    dissolved_on: date | None
    quality: Mapping[int, float]
    topics: tuple[Title, ...]
    life: str
    core: bool


@dataclass(frozen=True)
class Occasion:
    """An event at which outcomes are showcased."""

    channel: str
    held_on: date
    event: Title


@dataclass(frozen=True)
class Parameters:
    """Everything the generator is told; the plain mappings keep the shape of their TOML file."""

    seed: int
    notice: date
    start: date
    end: date
    sectors: tuple[Sector, ...]
    groups: tuple[Group, ...]
    countries: tuple[Country, ...]
    targets: tuple[Mapping[str, Any], ...]
    occasions: tuple[Occasion, ...]
    behaviour: Mapping[str, Any]
    organizations: Mapping[str, Any]
    texts: Mapping[str, Any]


@cache
def load_parameters() -> Parameters:
    """The parameters of the one demonstration network."""
    network, texts = _read("network"), _read("texts")
    return Parameters(
        seed=network["seed"],
        notice=network["notice"],
        start=network["start"],
        end=network["end"],
        sectors=tuple(Sector(row["sector_id"], Title(**row["name"]), row["tier"]) for row in network["sector"]),
        groups=tuple(_group(row) for row in network["group"]),
        countries=tuple(
            Country(row["country_code"], Title(row["zh"], row["en"]), row["region"], row["member_from"])
            for row in _read("countries")["country"]
        ),
        targets=tuple(network["target"]),
        occasions=tuple(Occasion(row["channel"], row["held_on"], Title(*row["event"])) for row in texts["occasion"]),
        behaviour=MappingProxyType(_read("behaviour")),
        organizations=MappingProxyType(_read("organizations")),
        texts=MappingProxyType(texts),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DIRECTORY / f"{name}.toml").read_text(encoding="utf-8"))


def _group(row: Mapping[str, Any]) -> Group:
    years = range(HALF_YEAR_START, HALF_YEAR_END + 1)
    return Group(
        group_id=row["group_id"],
        sector_id=row["sector_id"],
        name=Title(**row["name"]),
        established_on=row["established_on"],
        dissolved_on=row.get("dissolved_on"),
        quality=MappingProxyType(dict(zip(years, row["quality"], strict=True))),
        topics=tuple(Title(*topic) for topic in row["topics"]),
        life=row.get("life", "ordinary"),
        core=row.get("core", False),
    )
