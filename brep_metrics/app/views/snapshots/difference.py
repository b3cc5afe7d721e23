"""The difference of two snapshots: the groups that moved, why each did, and the evidence rows that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.profile import Step, waterfall
from brep_metrics.app.views.shared.before_after import show_before_after
from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.heading import answer, empty, section
from brep_metrics.app.widgets.tables import exported, table
from brep_metrics.i18n import N_, Title
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.widgets.columns import Shown
    from brep_metrics.snapshot import Difference

CHOSEN = "difference.group"
CHANGES = {"appeared": N_("appeared"), "vanished": N_("vanished"), "changed": N_("changed")}
OTHER_PARTS = {"adjustment": N_("Bonus or deduction"), "rounding": N_("Rounding")}


def show_difference(selection: Selection, found: Difference) -> None:
    """The sentence, the groups' scores before and after, and the reasons of the one that was chosen."""
    visit = selection.visit
    changed = found.changed
    text_ = visit.ngettext(
        "{count} of {all} groups differs in score, rank, grade or status.",
        "{count} of {all} groups differ in score, rank, grade or status.",
        len(changed),
    )
    answer(text_.format(count=len(changed), all=len(found.groups)))
    if changed.empty:
        empty(visit.gettext("Nothing moved."))
        return
    names = _names(visit, changed)
    _groups(selection, changed, names)
    _reasons(selection, found, names)


def _names(visit: Visit, groups: pd.DataFrame) -> dict[str, str]:
    cells = zip(groups["group_id"], groups["name_zh"], groups["name_en"], strict=True)
    return {
        code: Title(*(one if isinstance(one, str) else None for one in pair)).text(visit.language) or code
        for code, *pair in cells
    }


def _groups(selection: Selection, changed: pd.DataFrame, names: dict[str, str]) -> None:
    _ = selection.visit.gettext
    section(_("Groups that moved"), _("Click a mark for the reasons."))
    ordered = changed.assign(
        name=changed["group_id"].map(names), points=changed["score"] - changed["score_before"]
    ).sort_values("points", key=abs, ascending=False)
    clicked = show_before_after(
        selection.visit,
        "difference",
        ordered[["group_id", "name", "score_before", "score"]],
        before=_("earlier"),
        after=_("later"),
        alt=_("Scores of {count} groups, earlier and later"),
        most=True,
        opens=True,
    )
    if clicked:
        st.session_state[CHOSEN] = clicked
    columns = {
        "name": named(_("Working group"), 280),
        "score_before": number(_("Earlier score"), 105, decimals=2),
        "score": number(_("Later score"), 105, decimals=2),
        "points": number(_("Difference"), 95, decimals=2),
        "methodology": number(_("by methodology"), 115, decimals=2),
        "data": number(_("by data"), 85, decimals=2),
        "rank_before": number(_("Earlier rank"), 95),
        "rank": number(_("Later rank"), 90),
        "rows_appeared": number(_("Rows appeared"), 110),
        "rows_vanished": number(_("Rows vanished"), 110),
        "rows_changed": number(_("Rows changed"), 110),
    }
    table(selection, "difference", ordered, alt=_("Groups that moved"), columns=columns, rows=12)


def _reasons(selection: Selection, found: Difference, names: dict[str, str]) -> None:
    visit = selection.visit
    _ = visit.gettext
    explained = [code for code in names if code in set(found.reasons["group_id"])]
    if not explained:
        return
    if st.session_state.get(CHOSEN) not in explained:
        st.session_state[CHOSEN] = explained[0]
    section(_("Why a group moved"))
    group = st.selectbox(_("Working group"), explained, format_func=names.__getitem__, key=CHOSEN)
    row = next(row for row in found.groups.to_dict("records") if row["group_id"] == group)
    parts = found.reasons[found.reasons["group_id"] == group].sort_values("points", key=abs, ascending=False)
    parts = parts.assign(title=[_part(selection, code) for code in parts["part"]])
    steps = [
        Step(str(code), str(title), float(points))
        for code, title, points in zip(parts["part"], parts["title"], parts["points"], strict=True)
    ]
    plot(
        waterfall(
            (_("Earlier score"), float(row["score_before"])),
            steps,
            (_("Later score"), float(row["score"])),
            axis=_("points"),
        ),
        alt=_("How the score of {group} changed, part by part").format(group=names[group]),
        key="difference-steps",
    )
    columns = {
        "title": text(_("Part"), 280),
        "methodology": number(_("by methodology"), 130, decimals=2),
        "data": number(_("by data"), 110, decimals=2),
        "clipping": number(_("by clipping"), 110, decimals=2),
        "points": number(_("Points"), 100, decimals=2),
    }
    # Rounded here, so that no nought has a minus before it; the download has all decimals.
    amounts = ["methodology", "data", "clipping", "points"]
    shown = parts.assign(**{name: parts[name].astype(float).round(2) + 0.0 for name in amounts})
    whole = _of_group(visit) | columns | {"part": text(_("Code of the part"))}

    def export() -> pd.DataFrame:
        return exported(parts.assign(name=names[group]), whole)

    table(selection, "reasons", shown, export=export, alt=_("Parts of the change"), columns=columns)
    _rows(selection, found.rows[found.rows["group_id"] == group], names[group])


def _of_group(visit: Visit) -> dict[str, Shown]:
    """What a download about one group begins with."""
    _ = visit.gettext
    return {"name": text(_("Working group")), "group_id": text(_("Group code"))}


def _rows(selection: Selection, rows: pd.DataFrame, group: str) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("Evidence rows that differ"))
    if rows.empty:
        empty(_("The evidence of this group is the same in both."))
        return
    tables = load_schema().tables
    shown = rows.assign(
        name=group,
        indicator_text=[_part(selection, code) for code in rows["indicator"]],
        source_text=[tables[source].title.text(visit.language) for source in rows["source"]],
        change_text=[_(CHANGES[code]) for code in rows["change"]],
    )
    columns = {
        "change_text": text(_("Change"), 100),
        "indicator_text": text(_("Indicator"), 240),
        "source_text": text(_("Table"), 120),
        "record_id": text(_("Record"), 180),
        "numerator_before": number(_("Numerator, earlier"), 140, decimals=2),
        "numerator_after": number(_("later"), 90, decimals=2),
        "denominator_before": number(_("Denominator, earlier"), 150, decimals=2),
        "denominator_after": number(_("later"), 90, decimals=2),
    }
    # Alone in a file, each heading says all; the codes are those of the loaded tables.
    whole = _of_group(visit) | columns
    whole |= {"numerator_after": text(_("Numerator, later")), "denominator_after": text(_("Denominator, later"))}
    whole |= {
        "item": text(_("Item")),
        "indicator": text(_("Code of the indicator")),
        "source": text(_("Name in files")),
    }
    table(
        selection,
        "rows",
        shown,
        alt=_("Evidence rows that differ"),
        columns=columns,
        export=lambda: exported(shown, whole),
        rows=12,
    )


def _part(selection: Selection, code: Any) -> str:  # noqa: ANN401 - a cell
    _ = selection.visit.gettext
    titles = {
        indicator.code: indicator.title.text(selection.visit.language) for indicator in selection.methodology.measured
    }
    return titles.get(code) or _(OTHER_PARTS.get(code, str(code)))
