"""Rounds: the evaluation of a period as a process, from its announcement to the final result.

The course is one table (`stages`) with its conditions; everything else about a round follows from its acts in the
journal (`state`), and its results from the generations that they name (`results`).
"""

from brep_metrics.rounds.actors import Actor, actor_of, capacity_of, people_named, recused_by_organization
from brep_metrics.rounds.announced_terms import Terms
from brep_metrics.rounds.attachments import attached, keep_attachments
from brep_metrics.rounds.claims import (
    GROUND_TITLES,
    MAX_TEXT,
    OUTCOME_TITLES,
    Claim,
    Correction,
    Ground,
    Outcome,
    Record,
)
from brep_metrics.rounds.conditions import may_still_be_sent, targets_of
from brep_metrics.rounds.corrections import Conflict, correction_of
from brep_metrics.rounds.data_acts import apply_corrections, finalise, fix_data, put_on_notice, snapshot_file
from brep_metrics.rounds.demonstration import demonstrate_rounds, rounds_are_demonstrated
from brep_metrics.rounds.folding import fold
from brep_metrics.rounds.journal import (
    actions_of,
    is_possible,
    may_decide,
    perform,
    refused,
    require_no_open_round,
    round_of,
    rounds,
)
from brep_metrics.rounds.opening import open_round
from brep_metrics.rounds.points import (
    ALL_POINTS,
    SETS_FILE,
    Spread,
    dimensions_of,
    may_not_spread,
    sets_table,
    spread_points,
    spreads_of,
    weighed_by,
)
from brep_metrics.rounds.record_names import corrections_of, record_of, require_records
from brep_metrics.rounds.results import GroupResult, as_decided, effect, evaluation_of, final_moves, group_results
from brep_metrics.rounds.stages import ACT_TITLES, CAPACITY_TITLES, STAGE_TITLES, STEPS, Act, Capacity, Stage
from brep_metrics.rounds.state import Action, Round
from brep_metrics.rounds.waiting import Groups, next_step

__all__ = [
    "ACT_TITLES",
    "ALL_POINTS",
    "CAPACITY_TITLES",
    "GROUND_TITLES",
    "MAX_TEXT",
    "OUTCOME_TITLES",
    "SETS_FILE",
    "STAGE_TITLES",
    "STEPS",
    "Act",
    "Action",
    "Actor",
    "Capacity",
    "Claim",
    "Conflict",
    "Correction",
    "Ground",
    "GroupResult",
    "Groups",
    "Outcome",
    "Record",
    "Round",
    "Spread",
    "Stage",
    "Terms",
    "actions_of",
    "actor_of",
    "apply_corrections",
    "as_decided",
    "attached",
    "capacity_of",
    "correction_of",
    "corrections_of",
    "demonstrate_rounds",
    "dimensions_of",
    "effect",
    "evaluation_of",
    "final_moves",
    "finalise",
    "fix_data",
    "fold",
    "group_results",
    "is_possible",
    "keep_attachments",
    "may_decide",
    "may_not_spread",
    "may_still_be_sent",
    "next_step",
    "open_round",
    "people_named",
    "perform",
    "put_on_notice",
    "record_of",
    "recused_by_organization",
    "refused",
    "require_no_open_round",
    "require_records",
    "round_of",
    "rounds",
    "rounds_are_demonstrated",
    "sets_table",
    "snapshot_file",
    "spread_points",
    "spreads_of",
    "targets_of",
    "weighed_by",
]
