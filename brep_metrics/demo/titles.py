"""Wordings of the demonstration: topics and countries put into the patterns of `texts.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import Title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from brep_metrics.demo.parameters import Parameters


def both(title: Title) -> str:
    """One text for a column that exists once: Chinese, then English."""
    return f"{title.zh} / {title.en}"


class Titles:
    """The wordings of one group; a wording that comes again is numbered, as recurring events are."""

    def __init__(self, topics: Sequence[Title], parameters: Parameters) -> None:
        self._topics = topics
        self._patterns = parameters.texts
        self._countries = {country.country_code: country.name for country in parameters.countries}
        self._used: dict[str, int] = {}

    def title(self, random: Random, family: str, kind: str, country: str = "CN") -> Title:
        """A wording of that family (activity, need, …) and kind."""
        pattern = Title(*random.choice(self._patterns[family][kind]))
        topic, place = random.choice(self._topics), self._countries[country]
        title = Title(
            str(pattern.zh).format(topic=topic.zh, country=place.zh),
            str(pattern.en).format(topic=topic.en, country=place.en),
        )
        times = self._used[str(title.zh)] = self._used.get(str(title.zh), 0) + 1
        return title if times == 1 else Title(f"{title.zh}({times})", f"{title.en} ({times})")

    def report(self, random: Random, kind: str, period: str) -> Title:
        """The title of a report on a period such as 2025 or 2025Q3."""
        pattern = Title(*random.choice(self._patterns["report"][kind]))
        year, _, quarter = period.partition("Q")
        chinese = f"{year}年" + (f"第{'一二三四'[int(quarter) - 1]}季度" if quarter else "")
        return Title(str(pattern.zh).format(period=chinese), str(pattern.en).format(period=period))
