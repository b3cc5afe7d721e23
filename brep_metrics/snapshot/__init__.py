"""What a meeting takes away, and its verification: one zip with the results, their evidence, the data and the method.

`create` writes it and records it in the store's journal, `verify` checks every hash and computes it anew, `recorded`
lists what the journal knows, `compare` says what changed from one to another and why. Where a snapshot is offered for
download is left to `cli` and `app`.
"""

from brep_metrics.snapshot.creation import Snapshot, create, recorded
from brep_metrics.snapshot.difference import Difference, compare
from brep_metrics.snapshot.provenance import EVERYTHING, Provenance, groups_of_scope, scope_of_groups
from brep_metrics.snapshot.resources import Field
from brep_metrics.snapshot.results import STATUS_TITLES, scores_resource, scores_table
from brep_metrics.snapshot.round_stage import STAGES, RoundStage
from brep_metrics.snapshot.tables import headed
from brep_metrics.snapshot.verification import verify

__all__ = [
    "EVERYTHING",
    "STAGES",
    "STATUS_TITLES",
    "Difference",
    "Field",
    "Provenance",
    "RoundStage",
    "Snapshot",
    "compare",
    "create",
    "groups_of_scope",
    "headed",
    "recorded",
    "scope_of_groups",
    "scores_resource",
    "scores_table",
    "verify",
]
