"""To which stage of a round the figures of a snapshot belong: an input that only the round that makes it can state."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brep_metrics.i18n import Title

STAGES = {
    "verification": Title("初评结果（核验中，仅评估人员可见）", "preliminary results, for evaluators only"),
    "notice": Title("初评结果（公示中）", "preliminary results, on notice"),
    "objections": Title("初评结果（异议处理中）", "preliminary results, objections are being decided"),
    "final": Title("最终结果", "final results"),
}
_ROUND = re.compile(r"[\w.-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class RoundStage:
    """A round, and the code of one of its stages that have results.

    Raises:
        ValueError: there is no such stage, or the round is called what no round is.

    """

    round: str
    stage: str

    def __post_init__(self) -> None:
        """Refuse what no round would state: it is also read from files of strangers."""
        if self.stage not in STAGES or not _ROUND.fullmatch(self.round):
            raise ValueError(self)

    @property
    def title(self) -> Title:
        """The stage in words, with the round."""
        stage = STAGES[self.stage]
        return Title(f"{stage.zh}，评估轮次 {self.round}", f"{stage.en}; round {self.round}")
