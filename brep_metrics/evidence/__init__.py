"""Evidence: the rows behind every indicator, and the values they reduce to.

An indicator is one query, `sql/indicators/<code>.sql`, that returns evidence rows `(period, group_id, source,
record_id, item, numerator, denominator)`. Measuring runs the queries of a methodology together and reduces their rows;
the drill-down runs the very same query and shows the rows. What values mean on a scale is left to `scoring`.
"""

from brep_metrics.evidence.measuring import Measurement, evidence_rows, measure, measure_rows
from brep_metrics.evidence.queries import reading_columns, words_of
from brep_metrics.evidence.reductions import reduce_rows

__all__ = ["Measurement", "evidence_rows", "measure", "measure_rows", "reading_columns", "reduce_rows", "words_of"]
