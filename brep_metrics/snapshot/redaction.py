"""What a group's own records say of others: codes out of reach become `other-1` …, records out of reach `shared-1` ….

A reading within a scope leaves out other groups' rows, but a row of one's own may name a partner group, an organization
that is no member, or, as evidence, a joint outcome that the partner recorded. The stand-ins are told apart as the
codes were, so that everything counted from them stays the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.evidence import evidence_rows
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading

_TARGET = "target"


def hidden_codes(own: Reading) -> dict[str, str]:
    """The codes that the rows of `own` name and that none of its tables explains, each with its stand-in."""
    found: set[str] = set()
    for table in load_schema().tables.values():
        for column in table.columns.values():
            if column.reference is not None:
                named = f"unnest({column.name})" if column.is_list else column.name
                known = f"select {column.reference.column} from {column.reference.table}"  # noqa: S608 - the schema's names
                statement = (
                    f"select code from (select distinct {named} as code from {table.name}) where code not in ({known})"  # noqa: S608 - as above
                )
                found |= {code for (code,) in own.fetch(statement)}
    return {code: f"other-{number}" for number, code in enumerate(sorted(found), 1)}


def redaction_sql(column: str, *, is_list: bool) -> str:
    """A referring column with stand-ins for `$hidden` codes: `$shown`, in the same order."""
    if is_list:
        return f"list_transform({column}, lambda code: {redaction_sql('code', is_list=False)})"
    return f"coalesce($shown[list_position($hidden, {column})], {column})"


def evidence_within(
    network: Reading,
    own: Reading,
    methodology: Methodology,
    period: Period,
    groups: Iterable[str],
    hidden: Mapping[str, str],
) -> pd.DataFrame:
    """The evidence of some groups: what follows from their own records, then what is carried over, by indicator."""
    parts = [evidence_rows(network, methodology, period, group_id=group) for group in sorted(groups)]
    rows = pd.concat(parts, ignore_index=True)
    away = ~_among(rows, {source: _keys(own, source) for source in rows["source"].unique()})
    records = rows["source"] + "/" + rows["record_id"]
    numbers = {record: number for number, record in enumerate(sorted(records[away].unique()), 1)}
    rows["record_id"] = np.where(away, [f"shared-{numbers.get(one, 0)}" for one in records], rows["record_id"])
    rows["item"] = [hidden.get(one, one) for one in rows["item"]]
    carried = is_carried(own, rows)
    return in_order(rows[~carried], rows[carried], methodology)


def evidence_again(own: Reading, methodology: Methodology, period: Period, stated: pd.DataFrame) -> pd.DataFrame:
    """The evidence that the tables of `own` give, completed by the rows of `stated` that they cannot give."""
    computed = evidence_rows(own, methodology, period)
    measured = {indicator.code for indicator in methodology.measured}
    carried = stated[is_carried(own, stated) & stated["indicator"].isin(measured).to_numpy(dtype=bool)]
    return in_order(computed[~is_carried(own, computed)], carried, methodology)


def is_carried(own: Reading, rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which evidence rows do not follow from a group's own records.

    They are the shares of joint work that a partner recorded, and a group's share of a target of the whole network,
    which is divided among all groups.
    """
    records = {source: _keys(own, source) for source in rows["source"].unique()}
    if _TARGET in records:
        statement = "select target_id from target where group_id is not null"
        records[_TARGET] = {record for (record,) in own.fetch(statement)}
    return ~_among(rows, records)


def in_order(computed: pd.DataFrame, carried: pd.DataFrame, methodology: Methodology) -> pd.DataFrame:
    """Both by indicator and group, in a group those carried over last."""
    rows = pd.concat([computed, carried], ignore_index=True)
    place = {indicator.code: at for at, indicator in enumerate(methodology.measured)}
    keys = pd.DataFrame({"place": rows["indicator"].map(place), "group": rows["group_id"]})
    return rows.loc[keys.sort_values(["place", "group"], kind="stable").index].reset_index(drop=True)


def _keys(own: Reading, source: str) -> set[str]:
    table = load_schema().tables.get(source)
    if table is None:
        return set()
    return {record for (record,) in own.fetch(f"select {table.key_text} from {table.name}")}  # noqa: S608 - the schema's names


def _among(rows: pd.DataFrame, records: Mapping[str, set[str]]) -> NDArray[np.bool_]:
    pairs = zip(rows["source"], rows["record_id"], strict=True)
    return np.array([record in records[source] for source, record in pairs], dtype=bool)
