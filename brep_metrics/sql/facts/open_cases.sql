-- Needs and issues that are open on the as-of date, the oldest first.
-- Grain: one row per need or issue, at most $most. Columns: source (need, issue), record_id, group_id, title, raised_on,
-- escalated_on (of issues), days (since it was raised).
with cases as (
    select
        'need' as source,
        need_id as record_id,
        group_id,
        title,
        raised_on,
        cast(null as date) as escalated_on
    from need
    where answered_on is null
    union all
    select
        'issue' as source,
        issue_id as record_id,
        group_id,
        title,
        raised_on,
        escalated_on
    from issue
    where resolved_on is null
)

select
    *,
    date_diff('day', raised_on, $as_of) as days
from cases
order by raised_on, record_id
limit $most
