-- Best-practice cases against the target.
-- Grain: one row per outcome and group that took part, and one row per target and group it binds (outcomes_to_target).
-- Columns: item = kind; numerator = 1 / number of groups of the outcome, 0 for a target; denominator = the part of the
-- target that falls into the evaluated period up to the as-of date, by days, 0 for an outcome.
select
    period,
    group_id,
    source,
    record_id,
    item,
    numerator,
    denominator
from outcomes_to_target('best_practice_case', $as_of)
