-- Days by which plan items are late; an item that is still open counts up to the as-of date.
-- Grain: one row per plan item that was first due in the evaluated period, by the as-of date; withdrawn ones too.
-- Columns: item = work content; numerator = days late, from 0 to $delay_cap; denominator = null.
select
    period_of(coalesce(first_due_on, due_on)) as period,
    group_id,
    'plan_item' as source,
    plan_item_id as record_id,
    work_content as item,
    cast(
        least(greatest(coalesce(completed_on, $as_of) - coalesce(first_due_on, due_on), 0), $delay_cap) as decimal(18, 6)
    ) as numerator,
    cast(null as decimal(18, 6)) as denominator
from plan_item
where is_evaluated(coalesce(first_due_on, due_on))
    and coalesce(first_due_on, due_on) <= $as_of
