"""Rankings: the guard, then the view."""

from brep_metrics.app.session import guard
from brep_metrics.app.views import rankings

rankings.show(guard("rankings"))
