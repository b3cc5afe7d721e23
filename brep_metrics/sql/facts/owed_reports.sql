-- Reports that are owed: obligations for which nothing was submitted.
-- Grain: one row a report. Columns: report_id, group_id, kind, period_start, period_end, due_on.
select
    report_id,
    group_id,
    kind,
    period_start,
    period_end,
    due_on
from report
where submitted_on is null
order by due_on, group_id, report_id
