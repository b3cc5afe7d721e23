"""The store: generations of all tables, one writer, many readers, a journal; the only package that opens a database.

It knows which tables there are and which dates an as-of view respects. What a correct row is is left to `intake`, what
rows mean with `evidence`.
"""

from brep_metrics.store.clock import network_day, network_zone
from brep_metrics.store.draft import Draft
from brep_metrics.store.events import Event
from brep_metrics.store.export import export_tables
from brep_metrics.store.filing_projections import (
    ATTACHMENT_ERASED,
    FILING_CONFIRMED,
    FILING_RETURNED,
    FILING_SUBMITTED,
    FILING_WITHDRAWN,
    FILINGS_ENTERED,
)
from brep_metrics.store.generation import Generation, SourceFile
from brep_metrics.store.journal import Journal
from brep_metrics.store.opening import ADDRESS_HELP, FILES_HELP, create_store, open_store, upgrade_store
from brep_metrics.store.overlay import Overlay
from brep_metrics.store.personal import Personal
from brep_metrics.store.projections import (
    ACCOUNT_REMOVED,
    ACCOUNT_SET,
    POINTS_SPREAD,
    RESULT_PUBLISHED,
    ROUND_ACT,
    SNAPSHOT_MADE,
)
from brep_metrics.store.pruning import MIN_KEEP_DAYS
from brep_metrics.store.reading import Reading
from brep_metrics.store.register import Transaction
from brep_metrics.store.store import Store
from brep_metrics.store.visible_rows import WHOLE_NETWORK, AccessScope

__all__ = [
    "ACCOUNT_REMOVED",
    "ACCOUNT_SET",
    "ADDRESS_HELP",
    "ATTACHMENT_ERASED",
    "FILES_HELP",
    "FILINGS_ENTERED",
    "FILING_CONFIRMED",
    "FILING_RETURNED",
    "FILING_SUBMITTED",
    "FILING_WITHDRAWN",
    "MIN_KEEP_DAYS",
    "POINTS_SPREAD",
    "RESULT_PUBLISHED",
    "ROUND_ACT",
    "SNAPSHOT_MADE",
    "WHOLE_NETWORK",
    "AccessScope",
    "Draft",
    "Event",
    "Generation",
    "Journal",
    "Overlay",
    "Personal",
    "Reading",
    "SourceFile",
    "Store",
    "Transaction",
    "create_store",
    "export_tables",
    "network_day",
    "network_zone",
    "open_store",
    "upgrade_store",
]
