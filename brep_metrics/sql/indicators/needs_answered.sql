-- Cooperation needs answered in time.
-- Grain: one row per need raised in the evaluated period, at least $answer_days before the as-of date.
-- Columns: item = organization that raised it; numerator = 1 if answered within $answer_days, else 0; denominator = 1.
select
    period_of(raised_on) as period,
    group_id,
    'need' as source,
    need_id as record_id,
    organization_id as item,
    cast(case when answered_on <= raised_on + $answer_days then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from need
where is_evaluated(raised_on)
    and raised_on <= $as_of - $answer_days
