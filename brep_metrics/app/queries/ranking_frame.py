"""The ranking: an evaluation as the rows that tables and charts show, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.provenance import caveats, publication_state
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.i18n import LANGUAGES, Title, clauses, listed, translator
from brep_metrics.scoring import STATUS_TEXTS
from brep_metrics.snapshot import EVERYTHING, Field, Provenance, headed, scores_resource, scores_table

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation

_RESULT_FIELDS = (
    Field("result", "varchar", Title("结果性质", "State of the result")),
    Field("result_zh", "varchar", Title("结果性质（中文）", "State of the result in Chinese")),
    Field("result_en", "varchar", Title("结果性质（英文）", "State of the result in English")),
)
RISE, FALL, SAME, FRESH = "▲", "▼", "→", "·"


@cached_for_selection(200)
def ranking_frame(selection: Selection, since: Period | None = None) -> pd.DataFrame:
    """One row per group, by rank, the unrated ones last in the order of their names.

    Columns: group_id, name, sector_id, sector, score, grade (code), grade_text, rank, change (ranks won since the
    period `since`, missing if not rated then), move (as a sign), coverage (percent), status, status_text, at_risk,
    reason (why the grade is lower than the score alone would give).
    """
    visit, evaluation = selection.visit, results.evaluation(selection)
    grades, scores = shown_grades(selection.methodology, visit.language), evaluation.scores
    before = results.evaluation(selection, since).scores if since else None
    rank_before = dict(zip(before.units, before.rank.tolist(), strict=True)) if before else {}
    ranks = scores.rank.tolist()
    changes = [_change(rank_before.get(unit, 0), rank) for unit, rank in zip(scores.units, ranks, strict=True)]
    frame = pd.DataFrame(
        {
            "group_id": scores.units,
            "name": [group.name.text(visit.language) for group in evaluation.groups],
            "sector_id": [group.sector_id for group in evaluation.groups],
            "sector": [group.sector.text(visit.language) for group in evaluation.groups],
            "score": scores.score,
            "grade": scores.grade,
            "grade_text": [grades[code].text if code else "" for code in scores.grade],
            "rank": pd.array([rank or None for rank in ranks], dtype="Int64"),
            "change": pd.array(changes, dtype="Int64"),
            "move": [move_text(change) for change in changes],
            "coverage": scores.coverage * 100,
            "status": [str(status) for status in scores.status],
            "status_text": [visit.gettext(STATUS_TEXTS[status]) for status in scores.status],
            "at_risk": evaluation.at_risk,
            "reason": grade_reasons(evaluation, visit.language),
        }
    )
    return frame.assign(order=name_order(selection, frame)).sort_values(["rank", "order"], na_position="last")


def grade_reasons(evaluation: Evaluation, language: Language) -> list[str]:
    """For each group, what lowered its grade below that of its score: gates, or a full quota."""
    _ = translator(language).gettext
    titles = {gate.indicator: gate.title.text(language) or gate.indicator for gate in evaluation.methodology.gates}
    scores = evaluation.scores
    return [
        listed(
            [*(titles[gate] for gate in gates), *([_("places of the higher grade taken")] if full else ())], language
        )
        for gates, full in zip(scores.capped_by, scores.over_quota.tolist(), strict=True)
    ]


def name_order(selection: Selection, frame: pd.DataFrame) -> pd.Series[int]:
    """The place of each row's group among the names in the reader's language, Chinese by pinyin."""
    groups = results.rows_of(selection.now, "groups").set_index("group_id")
    return frame["group_id"].map(groups[f"order_{selection.visit.language}"])


def move_text(change: int | None) -> str:
    """Places won or lost, as a sign with a number."""
    if change is None:
        return FRESH
    if change == 0:
        return SAME
    return f"{RISE} {change}" if change > 0 else f"{FALL} {-change}"


def scores_for_meeting(selection: Selection, evaluation: Evaluation) -> pd.DataFrame:
    """`scores.csv` as a snapshot holds it: names and grades in both languages, and what it was computed from.

    It says besides whether the result is published. A snapshot cannot: it is the same whenever it is made.
    """
    provenance = Provenance.of(
        selection.generation,
        selection.methodology,
        period=selection.period.code,
        as_of=selection.as_of,
        scope=EVERYTHING,
        language=selection.visit.language,
        software=version("brep-metrics"),
    )
    states = {
        f"result_{language}": clauses((publication_state(selection, language), *caveats(selection, language)), language)
        for language in LANGUAGES
    }
    frame = scores_table(evaluation, provenance).assign(
        result="published" if selection.is_published else "provisional", **states
    )
    resource = scores_resource(selection.methodology)
    return headed(frame, replace(resource, fields=(*resource.fields, *_RESULT_FIELDS)))


def sector_names(selection: Selection) -> dict[str, str]:
    """The sectors' names by code, in their order in the reader's language."""
    return _names(selection, "sectors", "sector_id")


def group_names(selection: Selection) -> dict[str, str]:
    """The working groups' names by code, in their order in the reader's language; none before the first load."""
    return {} if selection.visit.is_first else _names(selection, "groups", "group_id")


def chinese_names(selection: Selection) -> dict[str, str]:
    """The working groups' Chinese names by code, where they have one; none before the first load."""
    if selection.visit.is_first:
        return {}
    frame = results.rows_of(selection.now, "groups")
    return {code: name for code, name in zip(frame["group_id"], frame["name_zh"], strict=True) if isinstance(name, str)}


@cached_for_selection(200)
def country_names(selection: Selection) -> dict[str, str]:
    """The countries' names by code, in the order of the reader's language; one without a name by its code."""
    language = selection.visit.language
    frame = results.rows_of(selection.now, "countries").sort_values(f"order_{language}")
    rows = zip(frame["country_code"], frame["name_zh"], frame["name_en"], strict=True)
    return {code: Title(_text(zh), _text(en)).text(language) or code for code, zh, en in rows}


@cached_for_selection(200)
def _names(selection: Selection, query: str, key: str) -> dict[str, str]:
    language = selection.visit.language
    frame = results.rows_of(selection.now, query).sort_values(f"order_{language}")
    rows = zip(frame[key], frame["name_zh"], frame["name_en"], strict=True)
    return {code: Title(_text(zh), _text(en)).text(language) for code, zh, en in rows}


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _change(before: int, now: int) -> int | None:
    return before - now if before and now else None
