from __future__ import annotations

import json
from datetime import date

import plotly.graph_objects as go
import pytest

from brep_metrics.app.charts.areas import Area, Tile, share_areas, tiles
from brep_metrics.app.charts.dumbbell import Pair, dumbbell
from brep_metrics.app.charts.figure import Figure
from brep_metrics.app.charts.profile import ProfileRow, Step, profile_bars, side_by_side, waterfall
from brep_metrics.app.charts.ranking import (
    GradeBand,
    RankRow,
    RankWords,
    ScoreRow,
    rank_intervals,
    score_bars,
    scores_and_intervals,
)
from brep_metrics.app.charts.timelines import Line, ReportMark, history_lines, report_marks, stacked_bars
from brep_metrics.app.charts.work_grid import Bar, Cell, Progress, progress_bars, square_grid, value_bars
from brep_metrics.app.wording.colours import FILLS, LOOKS

BANDS = [GradeBand("Good", LOOKS[0], 80.0), GradeBand("Poor", LOOKS[3], 0.0)]
SCORES = [ScoreRow("A", "Alpha", 91.5, "91.50", 0), ScoreRow("B", "Beta", 40.0, "40.00", 1)]
RANKS = [RankRow("A", "Alpha", 1, 1.0, 1.0, 2.0, 1), RankRow("B", "Beta", 2, 2.0, 1.0, 2.0, 1)]
WORDS = RankWords("rank", "rank as declared", "interval", "group {number}")
CELLS = [Cell("oil", "talks", "Oil", "Talks", 9), Cell("gas", "talks", "Gas", "Talks", 0)]
MOVES = [Pair("A", "Alpha", 1.0, None), Pair("B", "Beta", 40.0, 42.5), Pair("C", "Gamma", 9.0, 8.0)]
FIGURES = {
    "score_bars": lambda: score_bars(SCORES, BANDS, scale=(0, 100), axis="score"),
    "rank_intervals": lambda: rank_intervals(RANKS, WORDS),
    "scores_and_intervals": lambda: scores_and_intervals(SCORES, BANDS, RANKS, WORDS, scale=(0, 100), axis="score"),
    "profile_bars": lambda: profile_bars(
        [ProfileRow("Delivery", 80.0, 60.0, 70.0), ProfileRow("Empty", None, None, None)],
        scale=(0, 100),
        value="group",
        median="network",
        sector="sector",
    ),
    "waterfall": lambda: waterfall(
        ("2024", 70.0), [Step("a", "Up", 5.0), Step("b", "Down", -3.0)], ("2025", 72.0), axis="p"
    ),
    "dumbbell": lambda: dumbbell(MOVES, before="2024", after="2025", rose="rose", fell="fell", axis="score"),
    "side_by_side": lambda: side_by_side(["Alpha", "Beta"], ["D"], [[50.0], [60.0]], scale=(0, 100)),
    "history_lines": lambda: history_lines(
        ["2024", "2025"], [Line("A", "Alpha", [1.0, None]), Line("B", "Beta", [2.0, 3.0])], ["A"], axis="s", ranks=True
    ),
    "report_marks": lambda: report_marks(
        [ReportMark("Alpha", date(2025, 1, 31), "late", "text", "r1")], ["Alpha"], {"late": "late"}, tick="%Y-%m"
    ),
    "stacked_bars": lambda: stacked_bars(["2024"], {"Cases": [3.0]}, axis="outcomes"),
    "square_grid": lambda: square_grid(CELLS, ["Oil", "Gas"], ["Talks"]),
    "value_bars": lambda: value_bars([Bar("CN", "China", 3.0)], axis="number"),
    "share_areas": lambda: share_areas([Area("oil", "Oil", "", 3), Area("oil.case", "Case", "oil", 3)]),
    "progress_bars": lambda: progress_bars(
        [Progress("case", "Case", 30, 60, 40, "30 / 60 by 31 December 2026")],
        reached="delivered",
        target="target",
        expected="by now",
    ),
}


def drawn(figure):
    """What is sent to the browser, as Plotly's own classes read it; they raise on a property that they do not know."""
    return go.Figure(json.loads(figure.json))


@pytest.mark.parametrize("name", FIGURES)
def test_every_property_is_one_that_plotly_knows(name):
    """The charts skip Plotly's own check for speed, so it is made here."""
    assert drawn(FIGURES[name]()).data


@pytest.mark.parametrize("name", FIGURES)
def test_a_legend_has_a_word_for_every_series(name):
    """Plotly would call it “trace 0”, and would show a legend wherever it is not told otherwise."""
    figure = drawn(FIGURES[name]())
    shown = figure.layout.showlegend
    assert not figure.layout.template.layout.showlegend
    assert not shown or all(trace.name for trace in figure.data if trace.showlegend is not False)


@pytest.mark.parametrize("name", FIGURES)
def test_the_small_script_draws_every_chart(name):
    """Plotly's basic script knows bars and points; another kind of trace would stay a blank."""
    assert {trace.type for trace in drawn(FIGURES[name]()).data} <= {"bar", "scatter"}


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_carries_colours_of_the_page(name):
    """Background and words take the colours of the light or dark page, which only the browser knows."""
    layout = json.loads(FIGURES[name]().json)["layout"]
    assert not {"paper_bgcolor", "plot_bgcolor", "font"} & (set(layout) | set(layout["template"]["layout"]))


@pytest.mark.parametrize(
    "name", ["score_bars", "scores_and_intervals", "square_grid", "value_bars", "history_lines", "dumbbell"]
)
def test_a_clickable_mark_carries_its_code(name):
    """A click leads on by code, never by the label, which depends on the language."""
    marks = [trace for trace in drawn(FIGURES[name]()).data if trace.hoverinfo != "skip"]
    assert marks
    assert all(len(trace.customdata) == len(trace.x) for trace in marks)


def test_a_grade_is_told_by_sign_and_word_too():
    """A reader who does not see the colour reads the sign in the legend and at the bar."""
    *bars, words = drawn(FIGURES["score_bars"]()).data
    assert [bar.name for bar in bars] == ["★ Good", "■ Poor"]
    assert words.text == ("★ 91.50", "■ 40.00")


def test_a_score_without_a_grade_has_its_bar_too():
    """A methodology may declare no grades, and a score may be below the lowest."""
    for bands in ([], BANDS):
        rows = [ScoreRow("A", "Alpha", 12.5, "12.5", None)]
        bar, words = drawn(score_bars(rows, bands, scale=(0, 100), axis="score")).data
        assert (list(bar.x), list(bar.y), bar.showlegend) == ([12.5], ["Alpha"], False)
        assert words.text == ("12.5",)


def test_an_empty_crossing_has_no_square():
    """Nothing happened there, so there is nothing to click."""
    (trace,) = drawn(FIGURES["square_grid"]()).data
    assert list(trace.text) == ["9"]


def test_squares_grow_with_their_number_by_area():
    """Four times as many is twice as wide."""
    cells = [Cell("a", "x", "A", "X", 100), Cell("b", "x", "B", "X", 25)]
    (trace,) = drawn(square_grid(cells, ["A", "B"], ["X"])).data
    assert trace.marker["size"][0] == 2 * trace.marker["size"][1]


@pytest.mark.parametrize(
    ("title", "wide", "narrow"),
    [
        ("Programme alignment", "Programme<br>alignment", "Programme alignment"),
        ("规划对接", "规划对接", "规划<br>对接"),
    ],
)
def test_headings_of_the_grid_fit_their_columns(title, wide, narrow):
    """On a phone a column is hardly wider than its largest square; the words shown at a square stay whole."""
    figure = square_grid([Cell("a", "x", "A", title, 1)], ["A"], [title])
    (trace,) = drawn(figure).data
    assert (list(trace.x), list(trace.hovertext)) == ([wide], [f"A · {title}"])
    assert json.loads(figure.json)["narrow"]["xaxis"] == {"tickvals": [wide], "ticktext": [narrow]}


def test_the_rest_of_the_network_stays_grey_behind_the_chosen():
    """All unchosen groups are one trace, however many they are."""
    lines = [Line(str(code), f"Group on {code} things", [1.0, 2.0]) for code in range(50)]
    behind, chosen = drawn(history_lines(["2024", "2025"], lines, ["7"], axis="score")).data
    assert behind.hoverinfo == "skip"
    assert chosen.name == "7"  # named as on every other chart: without what all names share


def test_a_band_spans_the_rows_of_its_rank_group():
    """The first group's two rows are on top; every other band is shaded, each is named at its middle."""
    rows = [RankRow(code, code, 1, 1.0, 1.0, 1.0, group) for code, group in [("A", 1), ("B", 1), ("C", 2)]]
    layout = drawn(rank_intervals(rows, WORDS)).layout
    assert [(shape.y0, shape.y1) for shape in layout.shapes] == [(0.5, 2.5)]
    assert [(note.text, note.y) for note in layout.annotations] == [("group 1", 1.5), ("group 2", 0.0)]


def test_score_and_interval_of_a_group_lie_on_one_line():
    """Read from left to right: who, how many points, and how sure the rank is."""
    figure = drawn(FIGURES["scores_and_intervals"]())
    good, poor, _, _, dots = figure.data
    assert [*good.y, *poor.y] == list(dots.y) == ["Alpha", "Beta"]
    assert (dots.xaxis, dots.yaxis) == ("x2", None)
    assert figure.layout.xaxis.domain[1] < figure.layout.xaxis2.domain[0]


@pytest.mark.parametrize(
    ("last", "ticks"), [(3, [1, 2, 3]), (21, [1, 5, 10, 15, 20]), (60, [1, 10, 20, 30, 40, 50, 60])]
)
def test_there_is_no_rank_nought(last, ticks):
    """The axis begins with the first rank and counts on in round steps."""
    rows = [RankRow(str(rank), str(rank), rank, rank, rank, rank, rank) for rank in range(1, last + 1)]
    assert list(drawn(rank_intervals(rows, WORDS)).layout.xaxis.tickvals) == ticks


def test_a_rank_outside_of_its_interval_is_on_the_axis():
    """Most draws may place a group better than the methodology does."""
    start, end = drawn(rank_intervals([RankRow("A", "Alpha", 9, 5.0, 4.0, 6.0, 1)], WORDS)).layout.xaxis.range
    assert start < 4
    assert end > 9


def test_a_phone_has_no_room_for_the_names_of_rank_groups():
    """The bars leave room for their numbers instead; Plotly knows every property of what is laid out otherwise."""
    content = json.loads(FIGURES["scores_and_intervals"]().json)
    narrow = drawn(Figure(json.dumps({"data": [], "layout": content["narrow"]}), 1)).layout
    assert not narrow.annotations
    assert content["layout"]["annotations"]
    assert narrow.xaxis.domain[1] < content["layout"]["xaxis"]["domain"][1]


def test_a_milestone_is_marked_at_the_position_of_its_year():
    """Plotly would take a year such as 2024 for a position of its own, far beyond the axis."""
    lines = [Line("A", "Alpha", [60.0, 70.0, None])]
    marks = {"marked": {"2024": "published"}, "parts": frozenset({"2025 (part)"})}
    figure = drawn(history_lines(["2023", "2024", "2025 (part)"], lines, ["A"], axis="score", **marks))
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(1, 1)]
    assert [(one.x, one.text) for one in figure.layout.annotations] == [(1, "published")]
    assert figure.data[-1].marker.symbol == ("circle", "circle", "circle-open")


def test_numbers_stand_in_a_column_that_no_line_crosses():
    """At the end of its bar a number would cross the line where a grade begins, or the line of the target."""
    scores, targets = drawn(FIGURES["score_bars"]()), drawn(FIGURES["progress_bars"]())
    for figure, column, last in ((scores, scores.data[-1], 80), (targets, targets.data[-1], 100)):
        assert max(shape.x1 for shape in figure.layout.shapes) == last
        assert len(set(column.x)) == 1
        assert column.x[0] >= max(last, *(bar for trace in figure.data if trace.type == "bar" for bar in trace.x))
    assert scores.data[-1].text == ("★ 91.50", "■ 40.00")
    assert targets.data[-1].text == ("30 / 60 by 31 December 2026",)
    narrow = json.loads(FIGURES["progress_bars"]().json)["narrow"]
    assert narrow["data"][-1]["text"] == ["30 / 60"]


def test_reports_due_on_one_day_hide_nothing():
    """Their marks are drawn apart, around the line of their group; one alone is on it."""
    day, other = date(2025, 1, 31), date(2025, 3, 31)
    marks = [
        ReportMark("Alpha", day, "late", "plan", "r1"),
        ReportMark("Alpha", day, "overdue", "review", "r2"),
        ReportMark("Alpha", other, "late", "progress", "r3"),
        ReportMark("Beta", day, "late", "plan", "r4"),
    ]
    figure = drawn(report_marks(marks, ["Alpha", "Beta"], {"late": "late", "overdue": "overdue"}, tick="%Y"))
    late, overdue = figure.data
    assert (late.y[1], late.y[2]) == (0, 1)
    assert late.y[0] + overdue.y[0] == pytest.approx(0)
    assert 0.3 < abs(late.y[0] - overdue.y[0]) < 0.5
    assert figure.layout.yaxis.ticktext == ("Alpha", "Beta")


def test_a_move_is_told_by_word_and_sign_too():
    """A reader who does not see the colour reads the sign at the mark, and what lines and marks are in the legend."""
    rose, fell, before, after = drawn(FIGURES["dumbbell"]()).data
    assert [trace.name for trace in (rose, fell, before, after)] == ["rose", "fell", "2024", "2025"]
    assert after.text == ("", "▲ 2.50", "▼ 1.00")
    assert rose.line.dash != fell.line.dash
    assert before.marker.symbol != after.marker.symbol


def test_areas_fill_the_whole_in_proportion():
    """What a treemap promises: nothing overlaps or is left over, and twice the number is twice the area."""
    whole = Tile(10, 20, 300, 200)
    placed = tiles([6.0, 4.0, 2.0], whole)
    assert [tile.dx * tile.dy for tile in placed] == pytest.approx([30_000, 20_000, 10_000])
    assert min(tile.x for tile in placed) == pytest.approx(10)
    assert max(tile.x + tile.dx for tile in placed) == pytest.approx(310)
    assert min(tile.y for tile in placed) == pytest.approx(20)
    assert (placed[0].x, placed[0].y + placed[0].dy) == pytest.approx((10, 220))


def test_a_part_lies_within_what_holds_it_and_is_named_where_there_is_room():
    """A wide tile shows title and number, a narrow one its number; a pointer over it tells both."""
    areas = [
        Area("oil", "Oil", "", 100),
        Area("oil.case", "Best practice case", "oil", 99),
        Area("oil.talent", "Young talent", "oil", 1),
    ]
    outer, inner = drawn(share_areas(areas)).data
    assert outer.text == ("Oil 100",)
    assert inner.text == ("Best practice case<br>99", "1")
    assert inner.hovertext == ("Best practice case: 99", "Young talent: 1")
    left, right = outer.x[0] - outer.width[0] / 2, outer.x[0] + outer.width[0] / 2
    for x, width, base, height in zip(inner.x, inner.width, inner.base, inner.y, strict=True):
        assert left < x - width / 2 < x + width / 2 < right
        assert 0 < base < base + height < outer.y[0]


def test_the_colour_of_an_area_is_its_kind_and_the_legend_names_it():
    """An area without room for its name is still read; where there are no kinds all have one colour."""
    areas = [Area("a", "A", "", 2), Area("b", "B", "", 1)]
    areas += [Area("a.x", "Case", "a", 2, 0), Area("b.y", "Talent", "b", 1, 4)]
    _, inner, *legend = drawn(share_areas(areas)).data
    assert inner.marker.color == (FILLS[0], FILLS[4])
    assert [(one.name, one.marker.color) for one in legend] == [("Case", FILLS[0]), ("Talent", FILLS[4])]
    plain = drawn(share_areas([area._replace(kind=None) for area in areas]))
    assert len(plain.data) == 2
    assert {*plain.data[0].marker.color, *plain.data[1].marker.color} == {FILLS[0]}


def test_a_phone_gets_areas_of_its_own_shape():
    """Squeezed to the width of a phone, hardly any area of the wide layout would have room for its words."""
    areas = [Area("a", "Exchange", "", 3), Area("b", "Training", "", 3)]
    areas += [Area("a.x", "Case", "a", 3), Area("b.x", "Case", "b", 3)]
    content = json.loads(share_areas(areas).json)
    wide, narrow = content["data"][0], drawn(Figure(json.dumps({"data": content["narrow"]["data"]}), 1)).data[0]
    assert max(wide["width"]) < content["layout"]["xaxis"]["range"][1]  # beside each other
    assert set(narrow.width) == {content["narrow"]["xaxis"]["range"][1]}  # below each other
    assert narrow.text == tuple(wide["text"])


def test_what_has_no_share_has_no_area():
    """A methodology may give an indicator the weight zero, and a sector may have no outcomes at all."""
    areas = [Area("a", "A", "", 5), Area("b", "B", "", 0), Area("a.x", "X", "a", 5), Area("b.y", "Y", "b", 0)]
    outer, inner = drawn(share_areas(areas)).data
    assert (len(outer.x), len(inner.x)) == (1, 1)
    assert not any(len(trace.x) for trace in drawn(share_areas([])).data)


@pytest.mark.parametrize("small", [0.01, 1, 40])
def test_the_smallest_share_still_has_an_area_within_its_own(small):
    """However flat or narrow a tile is, what is in it has a width and a height."""
    areas = [Area(f"t{n}", "T", "", value) for n, value in enumerate([10_000, 100, small, small])]
    areas += [Area(f"p{n}", "P", f"t{n}", top.value) for n, top in enumerate(list(areas))]
    _, inner = drawn(share_areas(areas)).data
    assert len(inner.x) == 4
    assert min(*inner.width, *inner.y) > 0


def test_the_steps_of_a_waterfall_lead_from_one_score_to_the_other():
    """Each step begins where the one before it ended; the last ends at the new score."""
    _, bars = drawn(FIGURES["waterfall"]()).data
    assert bars.base == (0, 70, 75, 0)
    assert bars.x == (70, 5, -3, 72)
    assert bars.text == ("70.00", "+5.00", "-3.00", "72.00")
