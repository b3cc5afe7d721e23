-- Reports due within the period that have still not been filed, the longest overdue first.
-- Grain: one row per reporting obligation.
-- Columns: report_id, group_id, kind, due_on, days_late (to the as-of date).
select
    report_id,
    group_id,
    kind,
    due_on,
    date_diff('day', due_on, $as_of) as days_late
from report
where due_on between $starts_on and $ends_on
    and due_on < $as_of
    and submitted_on is null
order by due_on, report_id
