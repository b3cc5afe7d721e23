"""Timelines: the guard, then the view."""

from brep_metrics.app.context.guard import guard
from brep_metrics.app.views.timelines import page

page.show(guard("timelines"))
