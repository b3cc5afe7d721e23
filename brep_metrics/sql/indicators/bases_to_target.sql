-- Energy cooperation research bases against the target.
-- Grain: one row per outcome or target and group (outcomes_to_target).
-- Columns: item = kind; numerator = share of an outcome, 0 for a target; denominator = part of a target due, else 0.
select *
from outcomes_to_target('research_base', $as_of)
