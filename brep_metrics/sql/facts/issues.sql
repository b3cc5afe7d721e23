-- Issues raised within a span of days by their state on the as-of date; of some sectors, or of all.
-- Grain: one row per issue, at most the $most longest-lasting ones of each state (resolved: by the group itself;
-- resolved_by_nea: after escalation; with_nea: escalated and open; open: not escalated).
-- Columns: record_id, group_id, sector_id, organization_id (null), title, raised_on, escalated_on, settled_on (resolved),
-- state, days (to the resolution, or to the as-of date), of_state (number of issues in that state), median_days (of the
-- state).
with raised as (
    select
        issue.issue_id as record_id,
        issue.group_id,
        working_group.sector_id,
        cast(null as varchar) as organization_id,
        issue.title,
        issue.raised_on,
        issue.escalated_on,
        issue.resolved_on as settled_on,
        date_diff('day', issue.raised_on, coalesce(issue.resolved_on, $as_of)) as days,
        case
            when issue.resolved_on is not null and issue.escalated_on is null then 'resolved'
            when issue.resolved_on is not null then 'resolved_by_nea'
            when issue.escalated_on is not null then 'with_nea'
            else 'open'
        end as state
    from issue
    inner join working_group using (group_id)
    where issue.raised_on between $starts_on and $ends_on
        and ($every_sector or list_contains($sector_ids, working_group.sector_id))
)

select
    *,
    count(*) over (partition by state) as of_state,
    median(days) over (partition by state) as median_days
from raised
qualify row_number() over (partition by state order by days desc, record_id) <= $most
order by state, days desc, record_id
