-- Work plans filed at all, however late: measured for the gate, not scored.
-- Grain: one row per work plan whose reporting period ends in the evaluated period and whose due date has come, so that
-- a group from which nothing was due yet has no row.
-- Columns: item = null; numerator = 1 if submitted, else 0; denominator = 1.
select
    period_of(period_end) as period,
    group_id,
    'report' as source,
    report_id as record_id,
    cast(null as varchar) as item,
    cast(case when submitted_on is not null then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from report
where kind = 'work_plan'
    and is_evaluated(period_end)
    and due_on <= $as_of
