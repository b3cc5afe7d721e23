"""Scores, evidence and snapshots of the network's working groups, computed from tables in DuckDB."""
