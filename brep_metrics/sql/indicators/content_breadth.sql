-- Kinds of work content that the activities cover.
-- Grain: one row per activity held in the evaluated period.
-- Columns: item = work content; numerator = 1; denominator = null.
select
    period_of(held_on) as period,
    group_id,
    'activity' as source,
    activity_id as record_id,
    work_content as item,
    cast(1 as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from activity
where is_evaluated(held_on)
