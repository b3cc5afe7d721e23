"""Restriction: what of a whole evaluation is left for a reader, and what of the others as a whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brep_metrics.access import distribution, restrict
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import Status, evaluate
from brep_metrics.store import WHOLE_NETWORK, AccessScope

LEAD = AccessScope(frozenset({"WG03"}), frozenset({"WG03"}), "ORG003")
MEMBER = AccessScope(frozenset(), frozenset({"WG03"}), "ORG030")
GROUPS = frozenset(f"WG{number:02}" for number in range(1, 25))
EXPERT = AccessScope(GROUPS - {"WG03"}, GROUPS, is_evaluator=True)


@pytest.fixture(scope="module")
def whole(demo_store):
    with demo_store.read() as reading:
        return evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025"))


def row_of(evaluation):
    return evaluation.scores.units.index("WG03")


def test_a_published_result_is_the_one_of_the_whole_network(whole):
    """The score, grade and rank are those that all groups together gave, and nobody else's row is there."""
    seen, at = restrict(whole, LEAD, published=True), row_of(whole)
    assert seen.scores.units == ("WG03",)
    assert [group.group_id for group in seen.groups] == ["WG03"]
    assert seen.scores.score[0] == whole.scores.score[at]
    assert seen.scores.rank[0] == whole.scores.rank[at]
    assert seen.scores.grade[0] == whole.scores.grade[at]
    np.testing.assert_array_equal(seen.measurement.values[0], whole.measurement.values[at])


@pytest.mark.parametrize("scope", [LEAD, MEMBER])
def test_before_publication_there_is_no_score_in_any_form(whole, scope):
    """No score, grade, rank, points, gate or quota; the values that a lead filed stay."""
    scores = restrict(whole, scope, published=False).scores
    assert scores.status == (Status.WITHHELD,)
    for array in (scores.score, scores.nodes, scores.normalised, scores.adjustment):
        assert np.isnan(array).all()
    assert not scores.rank.any()
    for flags in (scores.clipped, scores.treated, scores.failed_gates, scores.over_quota):
        assert not flags.any()
    assert scores.grade == (None,)
    assert scores.capped_by == ((),)
    assert np.isnan(scores.values).all() == (scope is MEMBER)


def test_before_publication_a_lead_sees_no_flag_of_its_own_group(whole):
    """Which value was clipped or treated, which gate failed and which quota was full follow from the scoring."""
    scores = restrict(marked(whole), LEAD, published=False).scores
    for flags in (scores.clipped, scores.treated, scores.failed_gates, scores.over_quota):
        assert flags.size
        assert not flags.any()


def test_a_member_sees_the_card_and_no_indicator(whole):
    """Dimensions, but neither values, points nor the number of rows behind them."""
    seen = restrict(whole, MEMBER, published=True)
    assert not np.isnan(seen.scores.score[0])
    assert np.isnan(seen.scores.normalised).all()
    counted = seen.measurement
    for hidden in (counted.values, counted.numerators, counted.denominators):
        assert hidden.shape[0] == 1
        assert np.isnan(hidden).all()
    assert not counted.rows.any()


def test_an_expert_has_every_result_but_those_of_its_rivals_before_they_are_published(whole):
    """The score and the values of WG03 are withheld, and nobody else's."""
    seen = restrict(whole, EXPERT, published=False).scores
    assert seen.units == whole.scores.units
    at = row_of(whole)
    hidden = np.arange(len(seen.units)) == at
    assert seen.status[at] == Status.WITHHELD
    assert (seen.grade[at], seen.rank[at]) == (None, 0)
    np.testing.assert_array_equal(seen.score, np.where(hidden, np.nan, whole.scores.score))
    np.testing.assert_array_equal(seen.values, np.where(hidden[:, None], np.nan, whole.scores.values))
    np.testing.assert_array_equal(seen.rank, np.where(hidden, 0, whole.scores.rank))


def test_an_expert_sees_no_flag_of_a_rival_before_its_result_is_published(whole):
    """Which of its values were clipped or treated, which gate failed, which quota was full; of others it does."""
    seen, at = restrict(marked(whole), EXPERT, published=False).scores, row_of(whole)
    others = np.arange(len(seen.units)) != at
    for flags in (seen.clipped, seen.treated, seen.failed_gates, seen.over_quota):
        assert not flags[at].any()
        assert flags[others].all()


def test_an_expert_has_the_published_score_of_a_rival_and_none_of_its_values(whole):
    seen, at = restrict(whole, EXPERT, published=True).scores, row_of(whole)
    assert (seen.score[at], seen.rank[at]) == (whole.scores.score[at], whole.scores.rank[at])
    assert np.isnan(seen.values[at]).all()


def test_the_medians_of_an_expert_are_those_of_the_groups_open_to_them(whole):
    """A median with the rival's value in it would tell it, in a sector of three groups."""
    sector = whole.groups[row_of(whole)].sector_id
    others = [
        score
        for unit, score, group in zip(whole.scores.units, whole.scores.score, whole.groups, strict=True)
        if group.sector_id == sector and unit != "WG03" and not np.isnan(score)
    ]
    found = distribution(whole, EXPERT, published=False, sector_id=sector)
    assert found.groups == len(others)
    np.testing.assert_allclose(found.quartiles, np.percentile(others, (25, 50, 75)))


def test_the_rank_of_an_expert_is_out_of_all_rated_groups(whole):
    """As it is for everybody else, while the medians leave the rival out."""
    found = distribution(whole, EXPERT, published=False)
    assert found.groups == int(whole.scores.rated.sum())
    open_ = whole.scores.score[whole.scores.rated & (np.array(whole.scores.units) != "WG03")]
    np.testing.assert_allclose(found.quartiles, np.percentile(open_, (25, 50, 75)))


def test_no_row_without_a_group_in_reach(whole):
    """Somebody without a group gets an evaluation of nobody."""
    seen = restrict(whole, AccessScope(frozenset(), frozenset(), "ORG999"), published=True)
    assert seen.scores.units == ()
    assert seen.measurement.values.shape[0] == 0


def test_a_figure_of_the_others_has_at_least_five_of_them_behind_it(whole):
    """With four others the medians vanish, with five they are there; unpublished ones were never there."""
    rated = [unit for unit, is_rated in zip(whole.scores.units, whole.scores.rated, strict=True) if is_rated]
    few = AccessScope(frozenset(), frozenset(rated[4:]), None)
    enough = AccessScope(frozenset(), frozenset(rated[5:]), None)
    assert not np.isnan(distribution(whole, enough, published=True).quartiles).any()
    hidden = distribution(whole, few, published=True)
    assert np.isnan(hidden.quartiles).all()
    assert np.isnan(hidden.nodes).all()
    assert np.isnan(hidden.normalised).all()
    unpublished = distribution(whole, enough, published=False)
    assert unpublished.groups is None
    assert np.isnan(unpublished.nodes).all()


def test_evaluators_have_the_medians_of_all_rated_groups(whole):
    """Without a scope nothing is withheld."""
    found = distribution(whole, WHOLE_NETWORK, published=False)
    assert found.groups == int(whole.scores.rated.sum())
    np.testing.assert_allclose(found.nodes, np.median(whole.scores.nodes[whole.scores.rated], axis=0))


def test_the_scores_of_the_others_are_told_as_quartiles(whole):
    """The lower quartile, the median and the upper one, of the rated groups alone."""
    scores = np.full(len(whole.scores.units), 1000.0)
    scores[np.flatnonzero(whole.scores.rated)[:9]] = [10, 20, 30, 40, 50, 60, 70, 80, 90]
    status = tuple(Status.RATED if score < 1000 else Status.NEW for score in scores)
    nine = replace(whole, scores=replace(whole.scores, score=scores, status=status))
    found = distribution(nine, WHOLE_NETWORK, published=True)
    assert (found.groups, found.quartiles.tolist()) == (9, [30, 50, 70])


def test_a_sector_has_medians_of_its_own_and_the_same_rule(whole):
    """Evaluators get those of its rated groups; somebody else only where at least five others are behind them."""
    sector = whole.groups[0].sector_id
    inside = whole.scores.rated & np.array([group.sector_id == sector for group in whole.groups])
    found = distribution(whole, WHOLE_NETWORK, published=True, sector_id=sector)
    assert 0 < found.groups == int(inside.sum()) < 5
    np.testing.assert_allclose(found.nodes, np.median(whole.scores.nodes[inside], axis=0))
    assert np.isnan(distribution(whole, AccessScope(), published=True, sector_id=sector).nodes).all()


def test_every_column_of_a_result_is_the_rows_own(whole):
    """Each figure, flag and text of a group, none of its neighbour's: all arrays are cut alike."""
    seen, at = restrict(marked(whole), LEAD, published=True).scores, row_of(whole)
    for name, column in vars(marked(whole).scores).items():
        if isinstance(column, (np.ndarray, tuple)):
            assert len(getattr(seen, name)) == 1, name
            np.testing.assert_array_equal(getattr(seen, name)[0], column[at], err_msg=name)
    assert seen.treatment == {}


def test_a_member_sees_no_flag_of_an_indicator(whole):
    """Which value was clipped or treated, and which gate failed, tells of the values."""
    flagged = marked(whole)
    assert flagged.scores.clipped.all()
    seen = restrict(flagged, MEMBER, published=True).scores
    for hidden in (seen.clipped, seen.treated, seen.failed_gates):
        assert hidden.size
        assert not hidden.any()
    assert np.isnan(seen.weights).all()


def marked(whole):
    """The evaluation with every flag set, and texts that differ from group to group."""
    scores = whole.scores
    flags = {name: np.ones_like(getattr(scores, name)) for name in ("clipped", "treated", "over_quota")}
    gates = np.ones((len(scores.units), 2), dtype=bool)
    capped = tuple((unit,) for unit in scores.units)
    return replace(
        whole,
        scores=replace(
            scores, **flags, failed_gates=gates, capped_by=capped, grade=scores.units, treatment={"x": None}
        ),
    )
