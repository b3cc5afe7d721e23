"""The scorecard on one A4 page, as the browser prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached
from brep_metrics.app.queries.provenance import provenance_text
from brep_metrics.app.widgets import print_view
from brep_metrics.app.wording.formats import MISSING, number, percent
from brep_metrics.i18n import translator
from brep_metrics.scoring import STATUS_TEXTS

if TYPE_CHECKING:
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection

NUMBERS = frozenset({2, 3, 4, 5})


def print_card(selection: Selection, card: ScorecardModel, title: str) -> None:
    """What is on the page above the first click: the answer, the figures, the dimensions and the indicators."""
    _ = selection.visit.gettext
    parts = [print_view.words("title", title), print_view.words("answer", card.answer()), _figures(card)]
    if not card.withheld:
        parts += [print_view.words("part", _("Dimensions against the network")), _dimensions(card)]
    if card.are_records_open:
        parts += [print_view.words("part", _("Indicators")), _indicators(card)]
    print_view.print_view([*parts, print_view.words("provenance", provenance_text(selection))])


def _figures(card: ScorecardModel) -> str:
    _ = translator(card.language).gettext
    gates = [
        _("{gate}: at most {grade}").format(gate=gate.title, grade=gate.at_most) for gate in card.gates if gate.caps
    ]
    grade = card.grade.text if card.grade else _(STATUS_TEXTS[card.status])
    named = [
        (_("Score"), number(card.score, card.language, card.methodology.round)),
        (_("Rank"), f"{card.rank} / {card.rated_groups}" if card.rank else MISSING),
        (_("Grade"), grade),
        (_("Coverage"), percent(card.coverage, card.language)),
    ]
    return print_view.figures(named) + "".join(print_view.words("provenance", gate) for gate in gates)


@cached(1000, key=lambda card: card.key)
def _dimensions(card: ScorecardModel) -> str:
    low, high = card.methodology.scale

    def share(value: float | None) -> float | None:
        return None if value is None else (value - low) / (high - low)

    median = translator(card.language).gettext("median")
    return print_view.bars(
        [
            print_view.Line(
                one.title,
                f"{number(one.value, card.language, 1)} ({median} {number(one.median, card.language, 1)})",
                share(one.value),
                share(one.median),
            )
            for one in card.dimensions
        ]
    )


@cached(1000, key=lambda card: card.key)
def _indicators(card: ScorecardModel) -> str:
    _ = translator(card.language).gettext
    headings = [_("Dimension"), _("Indicator"), _("Value"), _("Points"), _("Median"), _("Weight"), _("Note")]
    frame = card.indicators
    numbers = [[number(value, card.language, 1) for value in frame[name]] for name in ("points", "median", "weight")]
    rows = zip(frame["dimension"], frame["title"], frame["value"], *numbers, frame["flag"], strict=True)
    shown = [[*row[:5], f"{row[5]} %", row[6]] for row in rows]
    return print_view.grid(headings, shown, right=NUMBERS)
