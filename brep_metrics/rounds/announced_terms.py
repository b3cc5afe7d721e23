"""What the announcement of a round fixes for good: period, methodology, groups, days and who decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from brep_metrics.methodology import Methodology, RoundRules, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.rounds.calendar import last_day

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Terms:
    """The announcement. `as_of_reason` says why the data close earlier than the methodology has it.

    `whole_list` tells that on notice every lead sees the results of all groups, not only its own. `panel` are the
    evaluators by address; nobody else decides or votes.
    """

    period: Period
    methodology_id: str
    methodology_hash: str
    methodology_text: str
    as_of: date
    as_of_reason: str | None
    groups: tuple[str, ...]
    self_assessment_from: date
    rules: RoundRules
    whole_list: bool
    panel: tuple[str, ...]

    @property
    def methodology(self) -> Methodology:
        """The methodology as it was when the round was opened."""
        return _parsed(self.methodology_text, f"{self.methodology_id}.toml")

    @property
    def self_assessment_ends(self) -> date:
        """The last day on which a lead may hand in; the first one counts, since it is open from its morning."""
        return self.last_day(self.self_assessment_from - timedelta(days=1), self.rules.self_assessment_days)

    def last_day(self, begins: date, days: int) -> date:
        """The last of so many days after `begins`, as this round counts them."""
        return last_day(begins, days, working=self.rules.days == "working")

    def content(self) -> dict[str, Any]:
        """As the journal keeps it."""
        days = {name: getattr(self, name).isoformat() for name in ("as_of", "self_assessment_from")}
        plain = {
            name: getattr(self, name)
            for name in ("methodology_id", "methodology_hash", "methodology_text", "as_of_reason", "whole_list")
        }
        lists = {"groups": list(self.groups), "panel": list(self.panel)}
        return {"period": self.period.code, **plain, **days, **lists, "rules": asdict(self.rules)}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Terms:
        """From what the journal keeps."""
        return cls(
            period=Period.parse(content["period"]),
            methodology_id=content["methodology_id"],
            methodology_hash=content["methodology_hash"],
            methodology_text=content["methodology_text"],
            as_of=date.fromisoformat(content["as_of"]),
            as_of_reason=content["as_of_reason"],
            groups=tuple(content["groups"]),
            self_assessment_from=date.fromisoformat(content["self_assessment_from"]),
            rules=RoundRules(**content["rules"]),
            whole_list=content["whole_list"],
            panel=tuple(content["panel"]),
        )


@lru_cache(maxsize=50)
def _parsed(text: str, file: str) -> Methodology:
    """Parsed once, however often the acts of a round are folded again."""
    return parse_methodology(text, file=file)
