"""Your group: the guard, then the view."""

from brep_metrics.app.session import guard
from brep_metrics.app.views import group

group.show(guard("group"))
