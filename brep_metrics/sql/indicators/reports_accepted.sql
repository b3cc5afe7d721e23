-- Reports that NEA accepted, among those that it had had long enough.
-- Grain: one row per report of any kind whose reporting period ends in the evaluated period and which was submitted at
-- least $acceptance_days before the as-of date.
-- Columns: item = kind of report; numerator = 1 if accepted, else 0; denominator = 1.
select
    period_of(period_end) as period,
    group_id,
    'report' as source,
    report_id as record_id,
    kind as item,
    cast(case when accepted_on is not null then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from report
where is_evaluated(period_end)
    and submitted_on <= $as_of - $acceptance_days
