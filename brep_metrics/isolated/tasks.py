"""What can be done in a process of its own; each task is given what to tell its progress to, then its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from brep_metrics.errors import Fault
    from brep_metrics.filing import Actor, Asked
    from brep_metrics.intake.batch import Progress
    from brep_metrics.load_effect import Preview
    from brep_metrics.methodology import Methodology
    from brep_metrics.robustness import Sensitivity
    from brep_metrics.scoring import Scores
    from brep_metrics.snapshot import Difference, Provenance
    from brep_metrics.store import Generation


# Each imports what it needs: the process should begin with its own task, not with all of them.
# ruff: noqa: PLC0415


def _verify(_: Progress, archive: Path) -> Provenance:
    from brep_metrics.snapshot import verify

    return verify(archive)


def _compare(_: Progress, before: Path, after: Path) -> Difference:
    from brep_metrics.snapshot import compare

    return compare(before, after)


def _sensitivity(
    _: Progress, scores: Scores, methodology: Methodology, years: float, reviews: Mapping[str, NDArray[np.float64]]
) -> Sensitivity:
    from brep_metrics.robustness import sensitivity

    return sensitivity(scores, methodology, years=years, reviews=reviews)


def _preview(progress: Progress, store: str, paths: Sequence[Path], remove: Sequence[Path]) -> Preview:
    from brep_metrics.load_effect import preview
    from brep_metrics.store import open_store

    return preview(open_store(store), paths, remove=remove, progress=progress)


def _load(
    progress: Progress, store: str, paths: Sequence[Path], remove: Sequence[Path], who: str, why: str
) -> tuple[Generation, Preview]:
    from brep_metrics.load_effect import load_and_compare
    from brep_metrics.store import open_store

    return load_and_compare(open_store(store), paths, who=who, why=why, remove=remove, progress=progress)


def _check_filing(
    _: Progress, store: str, actor: Actor, group_id: str, paths: Sequence[Path]
) -> tuple[tuple[Asked, ...], tuple[Fault, ...]]:
    from brep_metrics.filing import check_files
    from brep_metrics.store import open_store

    return check_files(open_store(store), actor, group_id, paths)


TASKS: dict[str, Callable[..., object]] = {
    "verify": _verify,
    "compare": _compare,
    "sensitivity": _sensitivity,
    "preview": _preview,
    "load": _load,
    "check_filing": _check_filing,
}
