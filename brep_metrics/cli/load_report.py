"""How a check or a load is told: records by table, warnings, and the groups that move."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.cli.fault_report import fault_line
from brep_metrics.cli.options import OutputFormat
from brep_metrics.cli.output import print_data
from brep_metrics.cli.prompts import provenance_of
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import TableChange
from brep_metrics.scoring import STATUS_TEXTS, Status

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.intake import Report
    from brep_metrics.load_effect import Effect, GroupMove, Preview, Result

_NONE = "–"


def print_load_report(found: Preview, output: OutputFormat, language: Language) -> None:
    """The records by table on stdout, and the groups that move; as JSON one object that holds the changed cells too."""
    report, effect = found.report, found.effect
    if output is OutputFormat.JSON:
        sys.stdout.write(json.dumps(_content(report, effect, language), ensure_ascii=False, indent=1) + "\n")
    else:
        print_data(pd.DataFrame(_tables(report), columns=_TABLE_COLUMNS), output, language)
    for warning in report.warnings:
        print(Message(N_("warning: {what}"), {"what": fault_line(warning, language)}).text(language), file=sys.stderr)
    if report.warnings:
        _say(Message(N_("Warnings: {count}; nothing is refused for them"), {"count": len(report.warnings)}), language)
    if effect:
        _say(_sentence(effect), language)
        if effect.moves and output is OutputFormat.TABLE:
            print_data(pd.DataFrame([_shown(move, effect, language) for move in effect.moves]), output, language)


_TABLE_COLUMNS = ["table", "rows", "new", "changed", "equal", "removed"]


def _tables(report: Report) -> list[dict[str, object]]:
    nothing = TableChange()
    return [
        {"table": name, "rows": report.rows.get(name, 0), **report.changes.get(name, nothing).counts}
        for name in dict.fromkeys((*report.changes, *report.rows))
    ]


def _content(report: Report, effect: Effect | None, language: Language) -> dict[str, object]:
    cells = [vars(cell) for change in report.changes.values() for cell in change.cells]
    content: dict[str, object] = {
        "tables": _tables(report),
        "cells": cells,
        "warnings": [fault_line(warning, language) for warning in report.warnings],
    }
    if effect:
        content |= {
            "period": effect.period.code,
            "methodology": provenance_of(effect.methodology),
            "unknown": effect.unknown.text(language) if effect.unknown else None,
            "groups": [
                {
                    "group_id": move.group_id,
                    "name_zh": move.name.zh,
                    "name_en": move.name.en,
                    "before": move.before._asdict() if move.before else None,
                    "after": move.after._asdict() if move.after else None,
                }
                for move in effect.moves
            ],
        }
    return content


def _sentence(effect: Effect) -> Message:
    values: dict[str, object] = {
        "period": effect.period.code,
        "methodology": provenance_of(effect.methodology),
        "count": len(effect.moves),
        "groups": effect.groups,
        "reason": effect.unknown,
    }
    if effect.unknown:
        return Message(N_("Whether the ranking of {period} changes cannot be determined: {reason}"), values)
    return Message(
        N_("Ranking of {period} by {methodology}: groups that move: {count} of {groups}"),
        values,
    )


def _shown(move: GroupMove, effect: Effect, language: Language) -> dict[str, object]:
    sides = move.before, move.after
    decimals = effect.methodology.round
    grades = {grade.code: grade.title.text(language) or grade.code for grade in effect.methodology.grades}

    def graded(side: Result) -> str:
        return (
            grades.get(side.grade, "")
            if side.score is not None
            else Message(STATUS_TEXTS[Status(side.status)]).text(language)
        )

    return {
        "group_id": move.group_id,
        "name": move.name.text(language),
        "score": _arrow(*(None if one is None or one.score is None else f"{one.score:.{decimals}f}" for one in sides)),
        "grade": _arrow(*(one and graded(one) for one in sides)),
        "rank": _arrow(*(None if one is None or one.rank is None else str(one.rank) for one in sides)),
    }


def _arrow(before: str | None, after: str | None) -> str:
    """`before → after`, or the one value where nothing moves."""
    return (before or _NONE) if before == after else f"{before or _NONE} → {after or _NONE}"


def _say(message: Message, language: Language) -> None:
    print(message.text(language), file=sys.stderr)
