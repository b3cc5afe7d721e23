"""Snapshots: the guard, then the view."""

from brep_metrics.app.session import guard
from brep_metrics.app.views import snapshots

snapshots.show(guard("snapshots"))
