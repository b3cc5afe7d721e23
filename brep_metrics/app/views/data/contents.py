"""What is loaded: tables with their rows, how full their columns are, and the gaps that a load lets pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.named_records import named_records
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING
from brep_metrics.dictionary import type_title
from brep_metrics.facts import completeness
from brep_metrics.i18n import N_
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection

MAX_EXAMPLES = 20
GAPS = {
    "no_lead": N_("no leading organization on the as-of date"),
    "no_report_due": N_("no report was due in the year before the as-of date"),
    "no_review": N_("not reviewed"),
    "one_language": N_("named in one language only"),
    "in_no_group": N_("in no working group"),
    "no_organization": N_("no organization named"),
}


def gaps_of(selection: Selection) -> pd.DataFrame:
    """The rows of `sql/facts/gaps.sql` on the as-of date."""
    closed = tuple(sorted(selection.visit.access_scope.closed_groups))
    return results.rows_of(selection, "gaps", as_of=selection.as_of, most=MAX_EXAMPLES, closed_groups=closed)


def show_contents(selection: Selection) -> None:
    """The chart and table of tables, the columns of the chosen one, then the gaps."""
    filled = _filled(selection)
    tables = _tables(selection)
    _ = selection.visit.gettext
    section(
        _("Tables and how full they are"),
        _("The bar is the share of cells that hold something, over the columns that may stay empty; click it."),
    )
    _chart(selection)
    _show_tables(selection, tables)
    _opened(selection, filled)
    _gaps(selection)


@cached_for_selection(20)
def _filled(selection: Selection) -> pd.DataFrame:
    with selection.reading() as reading:
        return completeness(reading, load_schema())


@cached_for_selection(20)
def _tables(selection: Selection) -> pd.DataFrame:
    """One row per table: table, title, open (title), description, rows, percent (of optional cells), latest, gaps."""
    language, filled = selection.visit.language, _filled(selection)
    gaps = gaps_of(selection).groupby("source")["records"].sum()
    whole = filled.drop_duplicates("table").set_index("table")[["rows", "latest"]].to_dict("index")
    optional = filled[~filled["required"]].groupby("table")[["filled", "rows"]].sum().to_dict("index")
    rows = []
    for name, declared in load_schema().tables.items():
        cells = optional.get(name, {"filled": 0, "rows": 0})
        latest = whole[name]["latest"]
        rows.append(
            {
                "table": name,
                "title": declared.title.text(language),
                "open": declared.title.text(language),
                "description": declared.description.text(language),
                "rows": int(whole[name]["rows"]),
                "percent": cells["filled"] / cells["rows"] * 100 if cells["rows"] else None,
                "latest": MISSING if pd.isna(latest) else latest.strftime("%Y-%m-%d"),
                "gaps": int(gaps.get(name, 0)),
            }
        )
    return pd.DataFrame(rows)


def _chart(selection: Selection) -> None:
    _ = selection.visit.gettext
    count, figure = _bars(selection)
    if not count:
        empty(_("All tables are empty."))
        return
    alt = _("Share of optional cells that are filled, in {count} tables")
    clicked = clickable(figure, alt=alt.format(count=count), key="completeness")
    if clicked:
        query_parameters.set_codes("table", clicked[0])


@cached_for_selection(20)
def _bars(selection: Selection) -> tuple[int, Figure]:
    """The tables that have optional cells: how many, and how full each is."""
    shown = _tables(selection).dropna(subset=["percent"])
    cells = zip(shown["table"], shown["title"], shown["percent"], strict=True)
    return len(shown), value_bars([Bar(*one) for one in cells], axis=selection.visit.gettext("filled, %"))


def _show_tables(selection: Selection, tables: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    columns = {
        "open": opener(_("Table"), "open-table", 150),
        "table": text(_("Name in files"), 130),
        "rows": number(_("Rows"), 80),
        "percent": number(_("Filled"), 80, unit="%"),
        "gaps": number(_("Records with a gap"), 130),
        "latest": text(_("Latest received"), 120),
        "description": text(_("What a row is"), 420),
    }
    table(selection, "tables", tables, alt=_("Tables with their number of rows"), columns=columns)
    row = clicked_row("open-table")
    if row is not None:
        query_parameters.set_codes("table", str(tables["table"].iloc[row]))


def _opened(selection: Selection, filled: pd.DataFrame) -> None:
    visit = selection.visit
    _ = visit.gettext
    known = load_schema().tables
    name = query_parameters.resolve(visit, "table", _("Table"), default=("",), admits=known.__contains__)[0]
    if not name:
        return
    declared = known[name]
    own = filled[filled["table"] == name]
    with st.container(border=True):
        section(_("Columns of “{table}”").format(table=declared.title.text(visit.language)))
        shown = own.assign(
            title=[declared.columns[one].title.text(visit.language) for one in own["column"]],
            kind=[type_title(declared.columns[one]).text(visit.language) for one in own["column"]],
            needed=[_("required") if one else "" for one in own["required"]],
            percent=own["filled"] / own["rows"].where(own["rows"] > 0) * 100,
        )
        columns = {
            "title": text(_("Column"), 200),
            "column": text(_("Name in files"), 160),
            "kind": text(_("Type"), 180),
            "needed": text(_("Required"), 90),
            "filled": number(_("Filled cells"), 110),
            "percent": number(_("Filled"), 80, unit="%"),
        }
        table(selection, "columns", shown, alt=_("Columns of the chosen table"), columns=columns, rows=16)
        if st.button(_("Close the list"), icon=":material/close:", key="close-table", type="tertiary"):
            query_parameters.set_codes("table")
            redraw()


def _gaps(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Gaps"),
        _("A load refuses every fault; these records are valid, yet something that an evaluation needs is missing."),
    )
    shown = _gap_rows(selection)
    if shown.empty:
        empty(_("No record has a gap."))
        return
    columns = {
        "record": named(_("Record"), 330),
        "gap_text": text(_("What is missing"), 250),
        "title": text(_("Table"), 150),
        "code": text(_("Record code"), 160),
    }
    table(selection, "gaps", shown, alt=_("Records with a gap"), columns=columns, rows=12)
    if len(shown) < int(gaps_of(selection)["records"].sum()):
        st.caption(_("Of each kind the first {count} are listed.").format(count=MAX_EXAMPLES))


@cached_for_selection(20)
def _gap_rows(selection: Selection) -> pd.DataFrame:
    """One row per record with a gap: record (its name), code, title (of its table), gap_text."""
    gaps = gaps_of(selection)
    kinds = zip(gaps["source"].astype(str), gaps["gap"].astype(str), gaps["examples"], strict=True)
    found = [(source, gap, str(code)) for source, gap, examples in kinds for code in examples]
    known, visit = load_schema().tables, selection.visit
    names = named_records(selection, [(source, code) for source, _gap, code in found])
    rows = [
        (
            names[source, code].title if (source, code) in names else code,
            code,
            known[source].title.text(visit.language),
            visit.gettext(GAPS[gap]),
        )
        for source, gap, code in found
    ]
    return pd.DataFrame(rows, columns=["record", "code", "title", "gap_text"])
