-- The needs that one organization brought in, the latest first.
-- Grain: one row per need of $organization_id. Columns: need_id, group_id, title, raised_on, answered_on, days (to the
-- answer, or to the as-of date).
select
    need_id,
    group_id,
    title,
    raised_on,
    answered_on,
    date_diff('day', raised_on, coalesce(answered_on, $as_of)) as days
from need
where organization_id = $organization_id
order by raised_on desc, need_id
