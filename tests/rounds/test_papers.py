"""The papers of a round in both languages, as they are printed, and for whom each is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from brep_metrics.rounds import Stage, actions_of, evaluation_of, fold, group_results, round_of
from brep_metrics.rounds.papers import papers_for


@pytest.fixture(scope="module")
def finished(store_with_rounds):
    """The final round of the demonstration, with its results."""
    round_ = round_of(store_with_rounds, "2024-1")
    return round_, results_of(store_with_rounds, round_, round_.final)


@pytest.fixture(scope="module")
def noticed(store_with_rounds):
    """The same round's results on notice."""
    round_ = round_of(store_with_rounds, "2024-1")
    return results_of(store_with_rounds, round_, round_.noticed)


def results_of(store, round_, generation):
    return group_results(evaluation_of(store, round_.terms, generation))


def test_an_evaluator_has_all_papers_and_a_lead_those_of_its_group(finished, noticed):
    round_, results = finished
    every = [paper.code for paper in papers_for(round_, results, "en", noticed=noticed)]
    assert every == ["announcement", "notice", "decision-O1", "decision-O2", "results", "letters", "minutes"]
    own = [one for one in results if one.group_id == "WG16"]
    lead = papers_for(round_, own, "en", groups={"WG16"}, noticed=noticed)
    # The list of this round was announced as open to every lead.
    assert [paper.code for paper in lead] == ["announcement", "notice", "decision-O1", "letters"]


def test_a_lead_without_its_own_results_has_the_announcement(finished):
    round_, _ = finished
    assert [paper.code for paper in papers_for(round_, [], "zh", groups={"WG01"})] == ["announcement"]


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("announcement", "en", ["Announcement of the evaluation of 2024", "April 8, 2025", "7 calendar days"]),
        ("announcement", "zh", ["关于启动评估的通知（2024）", "2025年4月8日", "7日"]),
        ("decision-O1", "en", ["upheld", "report WG16-2024Q2-PR", "submitted_on: 2024-07-24 → 2024-07-15"]),
        ("decision-O2", "zh", ["不成立", "need WG12-2024-N01"]),
        ("minutes", "en", ["evaluator-3@demo.example: abstain", "evaluator-3@demo.example: yes"]),
        ("minutes", "zh", ["evaluator-3@demo.example：弃权", "O1（WG16，进展报告按时提交率）：成立。"]),
        ("minutes", "en", ["June 12, 2025, stage “final”"]),
        ("results", "zh", ["评估最终结果（2024）", "演示高校联合研究工作组"]),
        ("letters", "zh", ["整改", "2026年6月12日"]),
    ],
)
def test_what_a_paper_says(finished, code, language, expected):
    round_, results = finished
    (paper,) = [one for one in papers_for(round_, results, language) if one.code == code]
    html = paper.html()
    for text in expected:
        assert text in html


def test_what_was_on_notice_is_printed_again_as_it_was(store_with_rounds, finished, noticed):
    """Final now, the round's list of the notice is the one that was printed while objections were decided."""
    round_, results = finished
    acts = [one for one in actions_of(store_with_rounds, "2024-1") if one.moment < datetime(2025, 6, 10, tzinfo=UTC)]
    before = fold("2024-1", acts, datetime(2025, 6, 9, tzinfo=UTC))
    assert before.stage is Stage.OBJECTIONS
    (then,) = [one for one in papers_for(before, noticed, "en") if one.code == "notice"]
    (now,) = [one for one in papers_for(round_, results, "en", noticed=noticed) if one.code == "notice"]
    assert now.html() == then.html()
    assert "Preliminary results of 2024" in now.html()


def test_what_people_wrote_never_becomes_markup(finished):
    round_, results = finished
    claim = replace(round_.claims["O1"], reason="<script>alert(1)</script>")
    forged = replace(round_, claims={**round_.claims, "O1": claim})
    (paper,) = [one for one in papers_for(forged, results, "en") if one.code == "decision-O1"]
    assert "&lt;script&gt;" in paper.html()
    assert "<script" not in paper.html()


def test_a_letter_tells_nothing_of_other_groups(finished):
    round_, results = finished
    own = [one for one in results if one.group_id == "WG16"]
    (letters,) = [one for one in papers_for(round_, own, "en", groups={"WG16"}) if one.code == "letters"]
    html = letters.html()
    assert "University Research" in html
    assert "Natural Gas Trade" not in html
    assert html.count('class="page"') == 1
