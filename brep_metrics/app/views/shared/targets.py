"""Progress against the targets, kind by kind, and the pace of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Progress, progress_bars
from brep_metrics.app.context.chart_source import of_no_period
from brep_metrics.app.queries import results
from brep_metrics.app.queries.provenance import provenance_text
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.outcome_list import Part, open_outcomes
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import day
from brep_metrics.app.wording.labels import value_labels

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection


def show_targets(selection: Selection) -> None:
    """What was delivered towards each target until the as-of date, against an even pace."""
    visit = selection.visit
    _ = visit.gettext
    targets = shown_targets(selection)
    section(
        _("Progress against the targets"),
        _(
            "Delivered so far, as a share of the number to be reached. The tick is where an even pace from the first "
            "to the last day would be on {day}; click a bar for the outcomes that count."
        ).format(day=day(selection.as_of, visit.language)),
    )
    if targets.empty:
        is_network = visit.access_scope.is_network
        empty(_("No target is set for the whole network.") if is_network else _("No target is set for your group."))
        return
    alt = _("Outcomes delivered towards {count} targets").format(count=int((targets["quantity"] > 0).sum()))
    with of_no_period(provenance_text(selection)):
        clicked = clickable(_bars(selection), alt=alt, key="targets")
    if clicked:
        _open(targets[targets["code"] == clicked[0]].iloc[0])
    columns = {
        "title": opener(_("Kind"), "open-target", 240),
        "pace": text(_("Pace"), 130),
        "delivered": number(_("Delivered so far"), 120),
        "expected": number(_("Expected by now"), 120, decimals=1),
        "quantity": number(_("Target"), 90),
        "deadline": text(_("Deadline"), 150),
        "percent": number(_("Reached"), 90, unit="%"),
        "span": text(_("Period"), 170),
    }
    table_behind(selection, "targets", lambda: targets, alt=_("Targets and what was delivered"), columns=columns)
    row = clicked_row("open-target")
    if row is not None:
        _open(targets.iloc[row])


def target_parts(selection: Selection, kind: str | None) -> dict[str, Part]:
    """The outcomes that count towards each target of `show_targets` for this kind, by the code that opens them."""
    said = selection.visit.gettext("Only outcomes that count towards the target for {kind}, {span}.")
    whole = shown_targets(selection)
    cells = whole.loc[whole["kind"] == kind, ["code", "kind_text", "span", "period_start", "period_end"]]
    return {
        code: Part(said.format(kind=title, span=months), start, end)
        for code, title, months, start, end in cells.itertuples(index=False, name=None)
    }


def _open(target: pd.Series) -> NoReturn:
    open_outcomes(behind=str(target["code"]), kind=str(target["kind"]))


@cached_for_selection(100)
def _bars(selection: Selection) -> Figure:
    _, targets = selection.visit.gettext, shown_targets(selection)
    names = ["code", "title", "delivered", "quantity", "expected", "deadline"]
    until = _("{numbers} by {day}")
    rows = [
        Progress(
            code,
            title,
            float(delivered),
            float(quantity),
            float(expected),
            until.format(numbers=f"{delivered:,.0f} / {quantity:,.0f}", day=deadline),
        )
        for code, title, delivered, quantity, expected, deadline in targets.loc[
            targets["quantity"] > 0, names
        ].itertuples(index=False, name=None)
    ]
    return progress_bars(rows, reached=_("delivered"), target=_("target"), expected=_("expected by now"))


@cached_for_selection(100)
def shown_targets(selection: Selection) -> pd.DataFrame:
    """The targets that are the reader's to reach: the network's for evaluators, else those of the reader's groups.

    `expected` is the part of the quantity that an even pace would have reached by the as-of date.
    """
    visit = selection.visit
    _, language = visit.gettext, visit.language
    targets = results.rows_of(selection, "targets")
    groups = targets["group_id"]
    shown = targets[groups.isna() if visit.access_scope.is_network else groups.map(visit.access_scope.may_see)]
    first, last = shown["period_start"], shown["period_end"]
    passed = (pd.Timestamp(selection.as_of) - first).dt.days + 1
    share = (passed / ((last - first).dt.days + 1)).clip(0, 1)
    expected = shown["quantity"] * share
    kinds = shown["kind"].map(value_labels("outcome", "kind", language))
    names, is_one_group = group_names(selection), len(set(shown["group_id"])) == 1
    return shown.assign(
        code="target:" + shown["target_id"],
        kind_text=kinds,
        title=[
            kind if one is None or is_one_group else f"{kind} · {names[one]}"
            for kind, one in zip(kinds, shown["group_id"].where(shown["group_id"].notna(), None), strict=True)
        ],
        span=[f"{start:%Y-%m} – {end:%Y-%m}" for start, end in zip(first, last, strict=True)],
        deadline=[day(end.date(), language) for end in last],
        expected=expected,
        pace=[
            _("reached") if done >= whole else _("on pace") if done >= due else _("behind")
            for done, due, whole in zip(shown["delivered"], expected, shown["quantity"], strict=True)
        ],
        percent=shown["delivered"] / shown["quantity"].where(shown["quantity"] > 0) * 100,
    )
