-- Issues resolved, or at least escalated, in time.
-- Grain: one row per issue raised in the evaluated period, at least $issue_days before the as-of date.
-- Columns: item = null; numerator = 1 if resolved within $issue_days, $escalation_credit if only escalated, else 0;
-- denominator = 1.
select
    period_of(raised_on) as period,
    group_id,
    'issue' as source,
    issue_id as record_id,
    cast(null as varchar) as item,
    cast(case
        when resolved_on <= raised_on + $issue_days then 1
        when escalated_on <= raised_on + $issue_days then $escalation_credit
        else 0
    end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from issue
where is_evaluated(raised_on)
    and raised_on <= $as_of - $issue_days
