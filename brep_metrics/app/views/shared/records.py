"""One record of a table, column by column: the last step down from any figure."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitDuplicateElementKey

from brep_metrics.access import Action
from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries.named_records import named_records
from brep_metrics.app.views.shared.thread import OPENED, TABLES
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import download
from brep_metrics.app.wording.formats import MISSING, day, plain
from brep_metrics.errors import UsageError
from brep_metrics.facts import record, titles
from brep_metrics.i18n import own_part
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.schema import Column
    from brep_metrics.store import Reading


def opened_record(
    selection: Selection,
    name: str,
    known: Collection[str] | pd.Series[str],
    source: str | None = None,
    *,
    label: str = "",
) -> None:
    """Show the record that parameter `name` opens, if its code is among the `known` ones: a closed list knows none.

    A code is the record's in table `source`; where a list has rows of several tables, the table comes before a colon.
    `label` is what a link that cannot be followed calls it.
    """
    visit = selection.visit

    def admits(code: str) -> bool:
        return bool(code) and code in set(known)  # a list may be long, and in most runs no code is looked for

    code = query_parameters.resolve(visit, name, label or visit.gettext("Record"), default=("",), admits=admits)[0]
    if code:
        show_record(selection, *((source, code) if source else code.split(":", 1)))


class _Shown(NamedTuple):
    """A record as it is shown: its heading, its dates in a line, its cells, and the words for those that are codes."""

    heading: str
    line: str
    cells: dict[str, str]
    words: dict[str, str]


def show_record(selection: Selection, source: str, record_id: str) -> None:
    """What the record is called and what became of it, then all of its columns; or why there is none."""
    visit = selection.visit
    try:
        shown = _read(selection, source, record_id)
    except UsageError as error:
        section(_heading(selection, source, record_id))
        st.warning(plain(sentence(error, visit.language)))
        return
    section(shown.heading, shown.line)
    alt = visit.gettext("The record, column by column")
    st.table(shown.cells | shown.words, border="horizontal", width="content", alt=alt)
    # Two lists of a page may have opened the same record: its buttons are then below the first.
    with suppress(StreamlitDuplicateElementKey):
        name = f"record-{source}-{record_id.replace('/', '-')}"
        download(selection, name, lambda: pd.DataFrame([shown.cells]))
        _link_thread(selection, source, record_id)


@cached_for_selection(200)
def _read(selection: Selection, source: str, record_id: str) -> _Shown:
    schema, language = load_schema(), selection.visit.language
    with selection.reading() as reading:
        found = record(reading, schema, source, record_id)
        named = _names(selection, reading, source, found)
    called = named_records(selection, [(source, record_id)]).get((source, record_id))
    columns = {name: column for name, column in schema.tables[source].columns.items() if name in found}
    return _Shown(
        _heading(selection, source, called.title if called else record_id),
        called.line if called else "",
        {one.title.text(language): _cell(selection, one, found[name]) for name, one in columns.items()},
        {one.title.text(language): named[name] for name, one in columns.items() if name in named},
    )


def _heading(selection: Selection, source: str, called: str) -> str:
    visit = selection.visit
    table = load_schema().tables[source].title.text(visit.language)
    return visit.gettext("{table}: {record}").format(table=table, record=called)


def _names(selection: Selection, reading: Reading, source: str, found: Mapping[str, object]) -> dict[str, str]:
    """What the records that this one refers to are called, by its columns; one without a name keeps its code.

    So is its own title, in the reader's language.
    """
    schema, language = load_schema(), selection.visit.language
    named = {}
    if isinstance(found.get("title"), str):
        named["title"] = own_part(str(found["title"]), language)
    for name, column in schema.tables[source].columns.items():
        value = found.get(name)
        if column.reference is None or not isinstance(value, str | list | np.ndarray):
            continue
        codes = [value] if isinstance(value, str) else [str(one) for one in value]
        known = titles(reading, schema, column.reference.table, codes)
        words = [known[code].text(language) or code if code in known else code for code in codes]
        named[name] = "; ".join(own_part(word, language) for word in words) or MISSING
    return named


def _link_thread(selection: Selection, source: str, record_id: str) -> None:
    """The way to what was said about a need or an issue, and to the next step."""
    visit = selection.visit
    if source not in TABLES:
        return
    target = "inbox" if visit.may(Action.ENTER_FILINGS) else "file"
    label = visit.gettext("Question, answer and next step")
    if st.button(label, key=f"thread-of-{source}-{record_id}", icon=":material/forum:", type="tertiary"):
        open_page(target, **{OPENED: f"{source}:{record_id}"})


def _cell(selection: Selection, column: Column, value: object) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(str(one) for one in value) or MISSING
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - nan differs from itself
        return MISSING
    language = selection.visit.language
    if isinstance(value, date):
        return day(value, language)
    labels = column.values  # noqa: PD011 - a mapping of labels, no frame
    return labels[str(value)].text(language) if str(value) in labels else str(value)
