-- Execution reviews submitted by their due date.
-- Grain: one row per execution review that was due (due_reports).
-- Columns: item = null; numerator = 1 if submitted by the due date, else 0; denominator = 1.
select *
from due_reports('execution_review', $as_of, in_time := true)
