"""Scores as a table of units, for any table of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring.scores import Scores


def score_table(scores: Scores, methodology: Methodology) -> pd.DataFrame:
    """One row per unit, in the order given: `unit`, one column per node (root first), `rank`, `coverage`.

    Nodes are in full precision; the root is the rounded score, empty like the rank for units that are not rated.
    """
    below_root = {node.code: scores.nodes[:, column] for column, node in enumerate(methodology.nodes) if column}
    return pd.DataFrame(
        {"unit": scores.units, methodology.root.code: scores.score}
        | below_root
        | {"rank": nullable_ranks(scores), "coverage": scores.coverage}
    )


def nullable_ranks(scores: Scores) -> pd.Series[int]:
    """The ranks as a column of whole numbers, empty for units without a rank."""
    return pd.Series(np.where(scores.rank > 0, scores.rank, np.nan), dtype="float").astype("Int64")
