"""Which evidence rows appeared, vanished or changed between two evaluations of one group."""

from __future__ import annotations

import pandas as pd

KEY = ["indicator", "source", "record_id", "item", "occurrence"]
AMOUNTS = ["numerator", "denominator"]


def changed_rows(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows that differ: `change` (appeared, vanished, changed), the row's key, and its amounts before and after.

    `before` and `after` are evidence rows (`evidence.evidence_rows`). Rows of one record and item that an indicator
    counts more than once are told apart by their order.
    """
    sides = [_numbered(rows) for rows in (before, after)]
    both = sides[0].merge(sides[1], how="outer", on=KEY, suffixes=("_before", "_after"), indicator=True)
    same = pd.Series(data=True, index=both.index)
    for amount in AMOUNTS:
        earlier, later = both[f"{amount}_before"], both[f"{amount}_after"]
        same &= (earlier == later) | (earlier.isna() & later.isna())
    change = both["_merge"].astype(str).map({"left_only": "vanished", "right_only": "appeared", "both": "changed"})
    differs = (both["_merge"] != "both") | ~same
    found = both.assign(change=change)[differs]
    amounts = [f"{amount}_{side}" for amount in AMOUNTS for side in ("before", "after")]
    return found[["change", *KEY[:-1], *amounts]].reset_index(drop=True)


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the key's last part: how many rows with the same other parts came before."""
    occurrence = rows.groupby(KEY[:-1], dropna=False).cumcount()
    return rows.assign(occurrence=occurrence)[[*KEY, *AMOUNTS]]
