"""The store: generations of all tables, one writer, many readers, a journal; the only package that opens DuckDB.

It knows which tables there are and which dates an as-of view respects. What a correct row is lies with `intake`, what
rows mean with `evidence`.
"""

from brep_metrics.store.draft import Draft
from brep_metrics.store.export import export_tables
from brep_metrics.store.generation import Generation, SourceFile
from brep_metrics.store.interface import Store, open_store
from brep_metrics.store.journal import Journal
from brep_metrics.store.reading import Reading
from brep_metrics.store.scope import WHOLE_NETWORK, AccessScope

__all__ = [
    "WHOLE_NETWORK",
    "AccessScope",
    "Draft",
    "Generation",
    "Journal",
    "Reading",
    "SourceFile",
    "Store",
    "export_tables",
    "open_store",
]
