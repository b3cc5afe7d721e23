"""Who may see what: the rules, the accounts, the rows within each reader's reach, and what has been published.

It decides and never draws: the guard of a page asks `allowed`, the query layer asks `scope_of`.
"""

from brep_metrics.access.accounts import (
    Account,
    add_account,
    comparable,
    load_accounts,
    registered_accounts,
    remove_account,
)
from brep_metrics.access.applicants import admits_applicants, applicant_of
from brep_metrics.access.audit import Event
from brep_metrics.access.notes import (
    MAX_NOTE_CHARACTERS,
    NOTE_WRITTEN,
    Note,
    groups_without_notes,
    notes,
    write_note,
)
from brep_metrics.access.publications import (
    Publication,
    check_publishable,
    publication_of,
    publications,
    publish,
    publish_within,
)
from brep_metrics.access.rights import RULES, Action, Reach, Role, allowed, reach
from brep_metrics.access.sign_in import EndedSignIns, Refusal, SignInRules, admission, sign_in_id
from brep_metrics.access.viewer import Viewer, role_of, scope_of
from brep_metrics.access.visible_results import MIN_GROUPS, Distribution, distribution, restrict
from brep_metrics.store import RESULT_PUBLISHED

__all__ = [
    "MAX_NOTE_CHARACTERS",
    "MIN_GROUPS",
    "NOTE_WRITTEN",
    "RESULT_PUBLISHED",
    "RULES",
    "Account",
    "Action",
    "Distribution",
    "EndedSignIns",
    "Event",
    "Note",
    "Publication",
    "Reach",
    "Refusal",
    "Role",
    "SignInRules",
    "Viewer",
    "add_account",
    "admission",
    "admits_applicants",
    "allowed",
    "applicant_of",
    "check_publishable",
    "comparable",
    "distribution",
    "groups_without_notes",
    "load_accounts",
    "notes",
    "publication_of",
    "publications",
    "publish",
    "publish_within",
    "reach",
    "registered_accounts",
    "remove_account",
    "restrict",
    "role_of",
    "scope_of",
    "sign_in_id",
    "write_note",
]
