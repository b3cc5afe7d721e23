"""The way down from a score: the indicators, the evidence rows of one, the record behind one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Action
from brep_metrics.app.cache import cached
from brep_metrics.app.context import query_parameters
from brep_metrics.app.context.viewport import is_narrow
from brep_metrics.app.queries import results
from brep_metrics.app.queries.named_records import named_records
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import bar, clicked_row, number, opener, text
from brep_metrics.app.widgets.detail_dialog import detail_dialog
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import exported, table
from brep_metrics.app.wording.formats import MISSING, counted, measured, plain
from brep_metrics.i18n import N_, translator
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Indicator

REDUCTIONS = {
    "ratio": N_("{numerator} of {denominator}"),
    "sum": N_("sum over {rows} rows"),
    "mean": N_("mean of {rows} rows"),
    "median": N_("median of {rows} rows"),
    "count": N_("number of rows: {rows}"),
    "distinct": N_("number of different items in {rows} rows"),
}
NOTHING = ""


def show_indicators(selection: Selection, card: ScorecardModel) -> None:
    """The table of indicators and, over it, whatever the reader has opened."""
    _ = selection.visit.gettext
    section(_("Indicators"), _("Click an indicator for the rows that make up its value."))
    frame = _openers(card)
    columns = {
        "dimension": text(_("Dimension"), 150),
        "open": opener(_("Indicator"), "open-indicator", 230),
        "value": text(_("Value"), 100, right=True),
        "points": bar(_("Points"), selection.methodology.scale, 112),
        "median": number(_("Median"), 75, decimals=1, note=_("Points of the middle one of the rated groups")),
        "weight": number(_("Weight"), 80, decimals=1, unit="%"),
        "rows": number(_("Rows"), 60),
        "flag": text(_("Note"), 220),
    }
    if card.withheld:
        # Points would tell the result that is not published yet.
        columns = {name: one for name, one in columns.items() if name not in {"points", "median", "flag"}}
    alt = _("Indicators of the group with their points and weights")
    if is_narrow():
        # The dimension, which the order tells too, leaves its place on the narrow screen to the points.
        order = dict.fromkeys(("open", "points", *columns))
        shown = {name: columns[name] for name in order if name in columns and name != "dimension"}
        shown["dimension"] = columns["dimension"]
        table(selection, "indicators", frame, alt=alt, columns=shown, export=lambda: exported(frame, columns))
    else:
        table(selection, "indicators", frame, alt=alt, columns=columns)
    row = clicked_row("open-indicator")
    if row is not None:
        query_parameters.set_codes("indicator", str(frame["code"].iloc[row]))
        query_parameters.set_codes("record")
    _opened(selection, card)


@cached(1000, key=lambda card: card.key)
def _openers(card: ScorecardModel) -> pd.DataFrame:
    return card.indicators.assign(open=card.indicators["title"])


def _opened(selection: Selection, card: ScorecardModel) -> None:
    visit = selection.visit
    by_code = {indicator.code: indicator for indicator in card.methodology.measured}
    codes = query_parameters.resolve(
        visit, "indicator", visit.gettext("Indicator"), default=(NOTHING,), admits=by_code.__contains__
    )
    if codes[0] == NOTHING:
        opened_record(selection, "record", frozenset())
        return
    indicator = by_code[codes[0]]

    def show() -> None:
        opened_record(selection, "record", _evidence(selection, card, indicator))

    title = visit.gettext("Evidence: {indicator}")
    title = title.format(indicator=indicator.title.text(visit.language) or indicator.code)
    detail_dialog(visit, title, show, needs=Action.SEE_EVIDENCE, closes=("indicator", "record"))


def _evidence(selection: Selection, card: ScorecardModel, indicator: Indicator) -> frozenset[str]:
    """The rows behind the value, of which one may be opened; gives the codes of their records."""
    visit, language = selection.visit, selection.visit.language
    _ = visit.gettext
    st.markdown(plain(indicator.definition.text(language)))
    rows = results.evidence_rows(selection, indicator.code, card.group_id)
    st.markdown(f"**{plain(_reduced(card, indicator, rows))}**")
    if rows.empty:
        empty(_("There are no rows: nothing of this kind happened or was due in the period."))
        return frozenset()
    rows = _shortfalls_first(rows, indicator)
    shown = _named(selection, rows)
    columns = {
        "open": opener(_("Record"), "open-record", 340),
        "line": text(_("What happened"), 400),
        "counts": text(_("Counts"), 90, right=True),
        "item": text(_("Item"), 140),
    }
    hidden = {
        "numerator": text(_("Numerator")),
        "denominator": text(_("Denominator")),
        "source_text": text(_("Table")),
        "source": text(_("Name in files")),
        "record_id": text(_("Record code")),
    }

    def export() -> pd.DataFrame:
        return exported(shown, columns | hidden)

    alt = _("Evidence rows of the indicator")
    table(selection, "evidence", shown, alt=alt, columns=columns, export=export, rows=14)
    records = rows["source"] + ":" + rows["record_id"]
    clicked = clicked_row("open-record")
    if clicked is not None:
        query_parameters.set_codes("record", str(records.iloc[clicked]))
    return frozenset(records)


def _reduced(card: ScorecardModel, indicator: Indicator, rows: pd.DataFrame) -> str:
    _, counted = translator(card.language).gettext, card.measurement
    at = counted.groups.index(card.group_id), counted.indicators.index(indicator.code)
    values = counted.values  # noqa: PD011 - an array of ours, no frame
    value = measured(float(values[at]), indicator.unit, card.language)
    how = _(REDUCTIONS[indicator.value]).format(
        numerator=_plain(counted.numerators[at]), denominator=_plain(counted.denominators[at]), rows=len(rows)
    )
    return _("Value: {value} – {how}").format(value=value, how=how)


def _shortfalls_first(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The rows that cost points before those that do not; where nothing is due of a row, as they are."""
    if indicator.direction > 0 and indicator.value != "ratio":
        return rows
    missing = rows["denominator"] - rows["numerator"] if indicator.direction > 0 else rows["numerator"]
    return rows.loc[missing.sort_values(ascending=False, kind="stable").index]


def _named(selection: Selection, rows: pd.DataFrame) -> pd.DataFrame:
    schema, visit = load_schema(), selection.visit
    keys = list(zip(rows["source"], rows["record_id"], strict=True))
    found = named_records(selection, keys)
    return rows.assign(
        source_text=[schema.tables[source].title.text(visit.language) for source, _ in keys],
        open=[found[key].title if key in found else key[1] for key in keys],
        line=[found[key].line if key in found else "" for key in keys],
        counts=counted(rows["numerator"], rows["denominator"], visit.language),
        item=[_item(visit.language, source, item) for source, item in zip(rows["source"], rows["item"], strict=True)],
    )


def _item(language: Language, source: str, item: object) -> str:
    """The item in words where it is a coded value of its table."""
    if not isinstance(item, str):
        return MISSING
    columns = load_schema().tables[source].columns
    coded = [columns[name].values for name in columns]  # noqa: PD011 - mappings of labels, no frame
    return next((values[item].text(language) for values in coded if item in values), item)


def _plain(value: float) -> str:
    return f"{value:g}"
