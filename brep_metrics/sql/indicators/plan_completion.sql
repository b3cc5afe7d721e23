-- Items of the work plans that were completed.
-- Grain: one row per plan item that was first due in the evaluated period, by the as-of date; withdrawn ones too.
-- Columns: item = work content; numerator = 1 if completed, else 0; denominator = 1.
select
    period_of(coalesce(first_due_on, due_on)) as period,
    group_id,
    'plan_item' as source,
    plan_item_id as record_id,
    work_content as item,
    cast(case when completed_on is not null then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from plan_item
where is_evaluated(coalesce(first_due_on, due_on))
    and coalesce(first_due_on, due_on) <= $as_of
