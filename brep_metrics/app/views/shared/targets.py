"""Progress against the targets of the network, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.breadth import Progress, progress_bars
from brep_metrics.app.charts.plots import clickable
from brep_metrics.app.queries import results
from brep_metrics.app.views.shared.outcome_list import Part, open_outcomes
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.labels import value_labels

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.queries.selection import Selection


def show_targets(selection: Selection) -> None:
    """What was delivered towards each target of the whole network, until the as-of date."""
    _ = selection.visit.gettext
    whole = _of_network(selection)
    section(
        _("Progress against the targets"),
        _("Delivered so far, as a share of the number to be reached; click a bar for the outcomes that count."),
    )
    if whole.empty:
        empty(_("No target is set for the whole network."))
        return
    rows = [
        Progress(code, title, float(delivered), float(quantity))
        for code, title, delivered, quantity in zip(
            whole["code"], whole["kind_text"], whole["delivered"], whole["quantity"], strict=True
        )
        if quantity > 0
    ]
    clicked = clickable(
        progress_bars(rows, reached=_("delivered"), target=_("target")),
        alt=_("Outcomes delivered towards {count} targets").format(count=len(rows)),
        key="targets",
    )
    if clicked:
        _open(whole[whole["code"] == clicked[0]].iloc[0])
    columns = {
        "kind_text": opener(_("Kind"), "open-target", 240),
        "span": text(_("Period"), 170),
        "quantity": number(_("Target"), 90),
        "delivered": number(_("Delivered so far"), 120),
        "percent": number(_("Reached"), 90, unit="%"),
    }
    table_behind(selection, "targets", lambda: whole, alt=_("Targets and what was delivered"), columns=columns)
    row = clicked_row("open-target")
    if row is not None:
        _open(whole.iloc[row])


def target_parts(selection: Selection, kind: str | None) -> dict[str, Part]:
    """The outcomes that count towards each target of `show_targets` for this kind, by the code that opens them."""
    said = selection.visit.gettext("Only outcomes that count towards the target for {kind}, {span}.")
    whole = _of_network(selection)
    cells = whole.loc[whole["kind"] == kind, ["code", "kind_text", "span", "period_start", "period_end"]]
    return {
        code: Part(said.format(kind=title, span=months), start, end)
        for code, title, months, start, end in cells.itertuples(index=False, name=None)
    }


def _open(target: pd.Series) -> NoReturn:
    open_outcomes(behind=str(target["code"]), kind=str(target["kind"]))


@cached_for_selection(100)
def _of_network(selection: Selection) -> pd.DataFrame:
    """The targets of the whole network, with what the table shows of each."""
    targets = results.rows_of(selection, "targets")
    whole = targets[targets["group_id"].isna()]
    bounds = zip(whole["period_start"], whole["period_end"], strict=True)
    return whole.assign(
        code="target:" + whole["target_id"],
        kind_text=whole["kind"].map(value_labels("outcome", "kind", selection.visit.language)),
        span=[f"{start:%Y-%m} – {end:%Y-%m}" for start, end in bounds],
        percent=whole["delivered"] / whole["quantity"].where(whole["quantity"] > 0) * 100,
    )
