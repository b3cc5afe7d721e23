"""Scorecard: the guard, then the view."""

from brep_metrics.app.context.guard import guard
from brep_metrics.app.views.scorecard import page

page.show(guard("scorecard"))
