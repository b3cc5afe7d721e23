"""Round: the guard, then the view."""

from brep_metrics.app.context.guard import guard
from brep_metrics.app.views.round import page

page.show(guard("round"))
