-- What is late or comes next: reports not submitted and plan items not completed that are due by a day.
-- Grain: one row per report or plan item of $group_id. Columns: source (report, plan_item), record_id, kind (of a report),
-- title, due_on, days_late (negative while there is time).
with waiting as (
    select
        'report' as source,
        report_id as record_id,
        kind,
        title,
        due_on
    from report
    where group_id = $group_id and submitted_on is null
    union all
    select
        'plan_item' as source,
        plan_item_id as record_id,
        null as kind,
        title,
        due_on
    from plan_item
    where group_id = $group_id and completed_on is null
)

select
    *,
    date_diff('day', due_on, $as_of) as days_late
from waiting
where due_on <= $until
order by due_on, record_id
