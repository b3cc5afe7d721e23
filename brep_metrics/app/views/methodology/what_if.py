"""What if the dimensions weighed differently: a trial on this page that is never saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import ranking_frame
from brep_metrics.app.views.shared.before_after import show_before_after
from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import plain
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.scoring import score
from brep_metrics.scoring.tables import nullable_ranks

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Scores

MAX_WEIGHT = 100.0


def show_what_if(selection: Selection) -> None:
    """Sliders for the weights of the dimensions, and the ranking that they would make."""
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    tops = [node for node in methodology.nodes if node.parent == methodology.root.code]
    section(
        _("What if the weights were others?"),
        _("A trial on this page only: nothing is saved, and no other page changes."),
    )
    if not tops:
        return
    frame = ranking_frame(selection)
    rated = frame[frame["status"] == "rated"]
    if rated.empty:
        empty(_("No group is rated in this period, so there is no ranking to try other weights on."))
        return
    with st.grid(min(5, len(tops)), min_column_width=150):
        chosen = {
            node.code: st.slider(
                plain(node.title.text(visit.language) or node.code),
                min_value=0.0,
                max_value=max(MAX_WEIGHT, node.weight),
                value=float(node.weight),
                step=1.0,
                key=f"what-if-{methodology.id}-{node.code}",
            )
            for node in tops
        }
    if not any(chosen.values()):
        st.warning(_("At least one dimension must have a weight."))
        return
    evaluation = results.evaluation(selection)
    trial = score(
        evaluation.scores.values,
        reweighted(methodology, chosen),
        units=evaluation.scores.units,
        conditions=evaluation.conditions,
        years=selection.period.years,
        status=evaluation.scores.status,
    )
    _compare(selection, rated, trial)


def reweighted(methodology: Methodology, weights: dict[str, float]) -> Methodology:
    """The methodology with other weights of its nodes; a weight of 0 becomes one that no score can show."""
    nodes = tuple(replace(node, weight=max(weights.get(node.code, node.weight), 1e-9)) for node in methodology.nodes)
    return replace(methodology, nodes=nodes)


def _compare(selection: Selection, rated: pd.DataFrame, trial: Scores) -> None:
    """The groups `rated` as declared, each with what the trial makes of it: no rank where it has too few data then."""
    _ = selection.visit.gettext
    ranks = dict(zip(trial.units, nullable_ranks(trial), strict=True))
    scores = dict(zip(trial.units, trial.score.tolist(), strict=True))
    words = {code: grade.text for code, grade in shown_grades(selection.methodology, selection.visit.language).items()}
    grades = dict(zip(trial.units, (words.get(code or "") for code in trial.grade), strict=True))
    shown = pd.DataFrame(
        {
            "code": rated["group_id"],
            "name": rated["name"],
            "rank": rated["rank"].astype(int),
            "trial_rank": rated["group_id"].map(ranks).astype("Int64"),
            "score": rated["score"],
            "trial_score": rated["group_id"].map(scores),
            "grade": rated["grade_text"],
            "trial_grade": rated["group_id"].map(grades),
        }
    )
    st.markdown(f"**{plain(_sentence(selection.visit, shown))}**")
    show_before_after(
        selection.visit,
        "what-if",
        shown[["code", "name", "score", "trial_score"]],
        before=_("as declared"),
        after=_("trial"),
        alt=_("Scores of {count} groups as declared and in the trial"),
    )
    columns = {
        "name": named(_("Working group"), 345),
        "rank": number(_("Rank"), 60),
        "trial_rank": number(_("Rank in the trial"), 120),
        "score": number(_("Score"), 80, decimals=selection.methodology.round),
        "trial_score": number(_("Score in the trial"), 140, decimals=selection.methodology.round),
    }
    if words:
        columns |= {"grade": text(_("Grade"), 110), "trial_grade": text(_("Grade in the trial"), 140)}
    table(selection, "what-if", shown, alt=_("Ranks and scores in the trial"), columns=columns)


def _sentence(visit: Visit, shown: pd.DataFrame) -> str:
    """How many ranks the trial changes, whose most, and how many groups it leaves without one."""
    moves = (shown["trial_rank"] - shown["rank"]).abs().fillna(0)
    lost = int(shown["trial_rank"].isna().sum())
    sentences = [_moved(visit, shown, moves)] if moves.any() else []
    if lost:
        said = visit.ngettext(
            "{count} group would no longer be rated, having too few data under these weights.",
            "{count} groups would no longer be rated, having too few data under these weights.",
            lost,
        )
        sentences.append(said.format(count=lost))
    if not sentences:
        return visit.gettext("With these weights every rank stays. Move a slider to see what would change.")
    return "  \n".join(sentences)


def _moved(visit: Visit, shown: pd.DataFrame, moves: pd.Series[int]) -> str:
    most = shown.iloc[int(moves.argmax())]
    said = visit.ngettext(
        "With these weights {count} of {all} ranks would change: {name} from {before} to {after}.",
        "With these weights {count} of {all} ranks would change, the most {name}'s, from {before} to {after}.",
        int((moves > 0).sum()),
    )
    values = {"name": most["name"], "before": most["rank"], "after": int(most["trial_rank"])}
    return said.format(count=int((moves > 0).sum()), all=len(shown), **values)
