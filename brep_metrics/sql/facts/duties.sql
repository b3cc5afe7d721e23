-- What somebody still has to do by the state of a day, until $until: reports to file, plan items to complete or withdraw,
-- needs to answer, escalated issues to resolve. A plan item is due on its first due date, as in the indicators.
-- Grain: one row per record. Columns: source (the table), record_id, group_id, organization_id (whose own item or need it
--        is), kind (of a report), title, due_on.
select
    'report' as source,
    report_id as record_id,
    group_id,
    null as organization_id,
    kind,
    title,
    due_on
from report
where submitted_on is null
    and due_on <= $until
union all
select
    'plan_item' as source,
    plan_item_id as record_id,
    group_id,
    organization_id,
    null as kind,
    title,
    coalesce(first_due_on, due_on) as due_on
from plan_item
where completed_on is null
    and withdrawn_on is null
    and coalesce(first_due_on, due_on) <= $until
union all
select
    'need' as source,
    need_id as record_id,
    group_id,
    organization_id,
    null as kind,
    title,
    raised_on + $answer_days as due_on
from need
where answered_on is null
    and raised_on + $answer_days <= $until
union all
select
    'issue' as source,
    issue_id as record_id,
    group_id,
    null as organization_id,
    null as kind,
    title,
    escalated_on as due_on
from issue
where escalated_on is not null
    and resolved_on is null
order by due_on, source, record_id
