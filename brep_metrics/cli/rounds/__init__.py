"""`brep round`: the evaluation as a process, each act a command."""

from brep_metrics.cli.rounds import course, decisions, groups, listing, papers, snapshot
from brep_metrics.cli.rounds.app import app

__all__ = ["app", "course", "decisions", "groups", "listing", "papers", "snapshot"]
