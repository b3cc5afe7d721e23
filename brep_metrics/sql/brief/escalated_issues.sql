-- Issues that were escalated to NEA and are still open, the longest waiting first.
-- Grain: one row per issue.
-- Columns: issue_id, group_id, title, escalated_on, days_open (since the escalation, to the as-of date).
select
    issue_id,
    group_id,
    title,
    escalated_on,
    date_diff('day', escalated_on, $as_of) as days_open
from issue
where escalated_on is not null
    and resolved_on is null
order by escalated_on, issue_id
