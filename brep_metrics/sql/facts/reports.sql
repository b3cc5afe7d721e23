-- Reports that were due within a span of days, with their state on the as-of date.
-- Grain: one row per reporting obligation; of all groups where $every_group, else of $group_ids.
-- Columns: report_id, group_id, kind, title, due_on, submitted_on, days_late (0 if in time; counted to the as-of date
-- while not submitted), state (filed, late, overdue, open).
select
    report_id,
    group_id,
    kind,
    title,
    due_on,
    submitted_on,
    greatest(0, date_diff('day', due_on, coalesce(submitted_on, $as_of))) as days_late,
    case
        when submitted_on <= due_on then 'filed'
        when submitted_on > due_on then 'late'
        when due_on < $as_of then 'overdue'
        else 'open'
    end as state
from report
where due_on between $starts_on and $ends_on
    and ($every_group or list_contains($group_ids, group_id))
order by due_on, group_id, report_id
