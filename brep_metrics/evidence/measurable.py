"""Whether a methodology can be measured at all, told from the files alone: before a store is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.evidence.queries import AS_OF, indicator_parameters, indicator_sql
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.positions import lines_of

if TYPE_CHECKING:
    from brep_metrics.methodology import Methodology


def is_for_plain_tables(methodology: Methodology) -> bool:
    """Whether none of the indicators has a query, so that the methodology is for tables of values."""
    return all(indicator_sql(indicator.code) is None for indicator in methodology.measured)


def query_faults(methodology: Methodology, *, file: str) -> list[Fault]:
    """Indicators without a query, and parameters that a query binds but the methodology does not declare."""
    lines = lines_of(methodology.text)
    faults = []
    for position, indicator in enumerate(methodology.measured):
        line = lines.get(("indicator", position, "code"))
        column, needed = f"indicator[{indicator.code}].code", indicator_parameters(indicator.code)
        if needed is None:
            problem = Message(N_("The indicator {indicator} has no query"), {"indicator": indicator.code})
            expected = Message(N_("a file sql/indicators/{indicator}.sql"), {"indicator": indicator.code})
            faults.append(Fault(file, problem, line, column, indicator.code, expected))
            continue
        for name in sorted(needed - methodology.parameters.keys() - {AS_OF}):
            names = {"indicator": indicator.code, "name": name}
            problem = Message(N_("The indicator {indicator} needs the parameter {name}"), names)
            expected = Message(N_("{name} = … under [parameters]"), {"name": name})
            faults.append(Fault(file, problem, line, column, indicator.code, expected))
    return faults
