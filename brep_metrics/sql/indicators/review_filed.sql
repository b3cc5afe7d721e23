-- Execution reviews filed at all, however late: measured for the gate, not scored.
-- Grain: one row per execution review that was due (due_reports).
-- Columns: item = null; numerator = 1 if submitted, else 0; denominator = 1.
select *
from due_reports('execution_review', $as_of, in_time := false)
