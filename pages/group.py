"""Your group: the guard, then the view."""

from brep_metrics.app.context.guard import guard
from brep_metrics.app.views.group import page

page.show(guard("group"))
