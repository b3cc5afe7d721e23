"""Who may see what: the rules, the accounts, the rows within each reader's reach, and what has been published.

It decides and never draws: the guard of a page asks `allowed`, the query layer asks `scope_of`.
"""

from brep_metrics.access.accounts import Account, load_accounts
from brep_metrics.access.publications import Publication, publication_of, publications, publish
from brep_metrics.access.rules import RULES, Action, Reach, Role, allowed, reach
from brep_metrics.access.viewer import Viewer, scope_of

__all__ = [
    "RULES",
    "Account",
    "Action",
    "Publication",
    "Reach",
    "Role",
    "Viewer",
    "allowed",
    "load_accounts",
    "publication_of",
    "publications",
    "publish",
    "reach",
    "scope_of",
]
