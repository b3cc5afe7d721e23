"""Tables with their download: Excel-safe, with the data's date in every line, computed only when it is clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.queries.provenance import caveats, publication_state
from brep_metrics.app.widgets.columns import note_rows
from brep_metrics.app.wording.formats import MISSING, period_name, plain
from brep_metrics.app.wording.short_names import shortened, without_shared_affixes
from brep_metrics.csv_export import csv_for_people
from brep_metrics.i18n import clauses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.widgets.columns import Shown

MAX_VISIBLE_ROWS = 26
ROW_PIXELS = 34
NARROW_LETTERS = 18  # narrow characters in a column that a narrow window cuts


def table(
    selection: Selection,
    name: str,
    frame: pd.DataFrame,
    *,
    alt: str,
    columns: Mapping[str, Shown],
    export: Callable[[], pd.DataFrame] | None = None,
    rows: int = MAX_VISIBLE_ROWS,
) -> None:
    """Show the `columns` of `frame` and offer it as CSV.

    What is downloaded is what `export` gives, or the shown columns under their headings.
    """
    grid(name, frame, alt=alt, columns=columns, rows=rows)
    download(selection, name, export or (lambda: exported(frame, columns)))


def grid(
    name: str,
    frame: pd.DataFrame,
    *,
    alt: str,
    columns: Mapping[str, Shown],
    rows: int = MAX_VISIBLE_ROWS,
    selects: bool = False,
) -> list[int]:
    """Show the `columns` of `frame`; the rows that the reader has ticked, where the table `selects`."""
    note_rows(columns.values(), len(frame))
    # The container carries the name by which the page is found again: a table without clicks has none in the browser.
    with st.container(key=f"table-{name}"):
        shown: Any = st.dataframe(
            _sent(frame, tuple(columns), tuple(name for name, shown in columns.items() if shown.is_cut))[0],
            alt=alt,
            hide_index=True,
            column_order=list(columns),
            column_config={name: shown.config() for name, shown in columns.items()},
            height=table_height(len(frame), rows),
            row_height=ROW_PIXELS,
            placeholder=MISSING,
            key=f"grid-{name}",
            on_select="rerun" if selects else "ignore",
            selection_mode="multi-row",
        )
    return list(shown.selection.rows) if selects else []


@cached(100, key=lambda frame, names, cut: (id(frame), names, cut))
def _sent(frame: pd.DataFrame, names: tuple[str, ...], cut: tuple[str, ...]) -> tuple[pa.Table, pd.DataFrame]:
    """The columns as they are sent, made once for a frame that is kept; the frame is held so that its id stays its own.

    Columns that are not shown would be sent all the same. Those in `cut` are names without room for all of their words.
    """
    shown = frame[list(names)].assign(**{name: _brief(frame[name]) for name in cut})
    return pa.Table.from_pandas(shown, preserve_index=False), frame


def _brief(cells: pd.Series[str]) -> pd.Series[str]:
    """The cells without the words that all of them begin or end with, cut to what a narrow column shows."""
    whole = cells.dropna().unique().tolist()
    words = [shortened(word, NARROW_LETTERS) for word in without_shared_affixes(whole)]
    return cells.map(dict(zip(whole, words, strict=True)))


def table_behind(
    selection: Selection,
    name: str,
    frame: Callable[[], pd.DataFrame],
    *,
    alt: str,
    columns: Mapping[str, Shown],
    rows: int = MAX_VISIBLE_ROWS,
) -> None:
    """The table behind a chart, folded: it is computed and sent only once the reader has unfolded it."""
    label = selection.visit.gettext("Table: {title}").format(title=alt)
    fold = st.expander(
        plain(label), key=f"behind-{name}", on_change="rerun", icon=":material/table_rows:", type="compact"
    )
    if fold.open:
        with fold:
            table(selection, name, frame(), alt=alt, columns=columns, rows=rows)


def table_height(count: int, rows: int = MAX_VISIBLE_ROWS) -> int:
    """The pixels that show `count` rows, at most `rows` of them before the table scrolls."""
    return (min(max(count, 1), rows) + 1) * ROW_PIXELS + 2


def download(selection: Selection, name: str, frame: Callable[[], pd.DataFrame]) -> None:
    """A button that gives the frame as CSV, each line with its period, date, methodology and generation."""
    offer(selection, name, with_provenance(selection, frame), label=selection.visit.gettext("Download as CSV"))


def offer(
    selection: Selection, name: str, frame: Callable[[], pd.DataFrame], *, label: str, primary: bool = False
) -> None:
    """A button for a table that is computed, outside the session, only when it is clicked."""
    visit = selection.visit
    given = Offer(
        visit,
        name,
        f"{name}-{selection.period.code.replace('..', '_')}-{selection.generation.id}.csv",
        "text/csv",
        lambda: csv_for_people(frame()),
        {
            "generation": selection.generation.id,
            "period": selection.period.code,
            "methodology": selection.methodology.short_hash,
        },
    )
    download_button(label, given, key=f"download-{name}", kind="primary" if primary else "tertiary")


def with_provenance(selection: Selection, frame: Callable[[], pd.DataFrame]) -> Callable[[], pd.DataFrame]:
    """A function that gives the frame with the columns that say what it was computed from.

    It captures what it needs: a download is computed outside the session.
    """
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    marks = {
        _("Period"): period_name(selection.period.code, visit.language),
        _("Data as of"): selection.as_of.isoformat(),
        _("Methodology"): f"{methodology.id} {methodology.version} {methodology.short_hash}",
        _("Generation"): selection.generation.id,
        _("Result"): publication_state(selection),
    }
    if noted := caveats(selection):
        marks[_("Note")] = clauses(noted, visit.language)
    return lambda: (bare := frame()).assign(**{title: text for title, text in marks.items() if title not in bare})


def exported(frame: pd.DataFrame, columns: Mapping[str, Shown]) -> pd.DataFrame:
    """The columns under their headings, as they are downloaded."""
    return frame[list(columns)].rename(columns={name: shown.title for name, shown in columns.items()})
