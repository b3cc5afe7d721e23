-- Progress reports submitted by their due date.
-- Grain: one row per progress report whose reporting period ends in the evaluated period and whose due date has come.
-- Columns: item = null; numerator = 1 if submitted by the due date, else 0; denominator = 1.
select
    period_of(period_end) as period,
    group_id,
    'report' as source,
    report_id as record_id,
    cast(null as varchar) as item,
    cast(case when submitted_on <= due_on then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from report
where kind = 'progress'
    and is_evaluated(period_end)
    and due_on <= $as_of
