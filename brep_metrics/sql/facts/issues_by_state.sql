-- Issues raised within a span of days by how they stand on the as-of date.
-- Grain: one row a state that occurs (resolved: by the group itself; resolved_by_nea: after escalation; with_nea:
-- escalated and open; open). Columns: state, issues, median_days (to resolution, or to the as-of date).
select
    case
        when resolved_on is not null and escalated_on is null then 'resolved'
        when resolved_on is not null then 'resolved_by_nea'
        when escalated_on is not null then 'with_nea'
        else 'open'
    end as state,
    count(*) as issues,
    median(date_diff('day', raised_on, coalesce(resolved_on, $as_of))) as median_days
from issue
where raised_on between $starts_on and $ends_on
group by state
order by state
