"""File: the guard, then the view."""

from brep_metrics.app.context.guard import guard
from brep_metrics.app.views.file import page

page.show(guard("file"))
