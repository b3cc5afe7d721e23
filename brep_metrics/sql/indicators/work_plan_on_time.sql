-- Work plans submitted by their due date.
-- Grain: one row per work plan that was due (due_reports).
-- Columns: item = null; numerator = 1 if submitted by the due date, else 0; denominator = 1.
select *
from due_reports('work_plan', $as_of, in_time := true)
