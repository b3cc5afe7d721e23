"""Rankings: the guard, then the view."""

from brep_metrics.app.context.guard import guard
from brep_metrics.app.views.rankings import page

page.show(guard("rankings"))
