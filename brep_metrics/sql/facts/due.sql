-- What is late or comes next: reports not submitted, plan items neither completed nor withdrawn, needs not answered,
-- issues neither resolved nor escalated, that are due by a day. A need is due $answer_days after it was raised, an issue
-- $issue_days.
-- Grain: one row per record of $group_id. Columns: source (report, plan_item, need, issue), record_id, kind (of a report),
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
    where group_id = $group_id and completed_on is null and withdrawn_on is null
    union all
    select
        'need' as source,
        need_id as record_id,
        null as kind,
        title,
        raised_on + $answer_days as due_on
    from need
    where group_id = $group_id and answered_on is null
    union all
    select
        'issue' as source,
        issue_id as record_id,
        null as kind,
        title,
        raised_on + $issue_days as due_on
    from issue
    where group_id = $group_id and resolved_on is null and escalated_on is null
)

select
    *,
    date_diff('day', due_on, $as_of) as days_late
from waiting
where due_on <= $until
order by due_on, record_id
