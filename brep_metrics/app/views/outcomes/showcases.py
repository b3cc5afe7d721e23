"""Where outcomes were showcased: ministerial conferences and forums, the website, the media."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.outcome_list import outcome_titles
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.formats import MISSING, span
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import own_part, translator

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.outcomes import Outcomes
    from brep_metrics.app.queries.selection import Selection

MAX_SHOWCASES = 300


def show_showcases(selection: Selection, model: Outcomes) -> None:
    """Times showcased, by channel, then those of the chosen channel."""
    visit = selection.visit
    _ = visit.gettext
    section(_("Showcased in {period}").format(period=model.period), _("Click a bar to list what was shown there."))
    words = value_labels("showcase", "channel", visit.language)
    if model.channels.empty:
        empty(_("Nothing was showcased in the period."))
        words = {}
    else:
        _channels(selection, model)
    channel = query_parameters.resolve(visit, "channel", _("Channel"), default=("",), admits=words.__contains__)[0]
    if channel:
        _channel_list(selection, channel, words[channel])
    else:
        opened_record(selection, "showing", ())


def _channels(selection: Selection, model: Outcomes) -> None:
    _, found = selection.visit.gettext, model.channels
    alt = _("Times outcomes were showcased, in {count} channels").format(count=len(found))
    clicked = clickable(_channel_chart(model), alt=alt, key="channels")
    if clicked:
        query_parameters.set_codes("channel", clicked[0])
    columns = {
        "channel_text": opener(_("Channel"), "open-channel", 220),
        "showcases": number(_("Times showcased"), 100),
        "outcomes": number(_("Outcomes"), 100),
        "exemplary": number(_("Exemplary"), 100),
    }
    table_behind(selection, "channels", lambda: found, alt=_("Times showcased, by channel"), columns=columns)
    row = clicked_row("open-channel")
    if row is not None:
        query_parameters.set_codes("channel", str(found["channel"].iloc[row]))


@cached(200, key=lambda model: model.key)
def _channel_chart(model: Outcomes) -> Figure:
    used = model.channels
    cells = zip(used["channel"], used["channel_text"], used["showcases"].astype(int), strict=True)
    return value_bars([Bar(*cell) for cell in cells], axis=translator(model.language).gettext("times showcased"))


def _channel_list(selection: Selection, channel: str, word: str) -> None:
    visit = selection.visit
    _ = visit.gettext
    days = span(selection.period)
    found = results.rows_of(selection, "showcases", **days, channel=channel, outcome_id=None, most=MAX_SHOWCASES)
    with st.container(border=True):
        section(word)
        if found.empty:
            empty(_("Nothing was showcased in the period."))
        else:
            shown = found.assign(
                title=outcome_titles(selection, found),
                group=found["group_id"].map(group_names(selection)),
                occasion=[own_part(one, visit.language) if isinstance(one, str) else MISSING for one in found["event"]],
                day=found["shown_on"].dt.strftime("%Y-%m-%d"),
            )
            columns = {
                "title": opener(_("Outcome"), "open-showing", 340),
                "group": named(_("Working group"), 250),
                "occasion": text(_("Occasion"), 250),
                "day": text(_("Shown on"), 100),
                "review_score": number(_("Mean review"), 100, decimals=1),
            }
            table(selection, "showcases", shown, alt=_("What was shown in this channel"), columns=columns, rows=12)
            row = clicked_row("open-showing")
            if row is not None:
                query_parameters.set_codes("showing", str(found["showcase_id"].iloc[row]))
        opened_record(selection, "showing", found["showcase_id"], "showcase")
        if st.button(_("Close the list"), icon=":material/close:", key="close-channel", type="tertiary"):
            query_parameters.set_codes("channel")
            redraw()
