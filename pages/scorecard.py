"""Scorecard: the guard, then the view."""

from brep_metrics.app.session import guard
from brep_metrics.app.views import scorecard

scorecard.show(guard("scorecard"))
