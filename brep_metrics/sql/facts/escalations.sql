-- Issues escalated to NEA within a span of days; of some sectors, or of all. The latest first.
-- Grain: one row per issue.
-- Columns: issue_id, group_id, title, raised_on, escalated_on, resolved_on, resolution, days_before (from raising to
-- escalating), days_with_nea (from escalating to the resolution, or to the as-of date).
select
    issue.issue_id,
    issue.group_id,
    issue.title,
    issue.raised_on,
    issue.escalated_on,
    issue.resolved_on,
    issue.resolution,
    date_diff('day', issue.raised_on, issue.escalated_on) as days_before,
    date_diff('day', issue.escalated_on, coalesce(issue.resolved_on, $as_of)) as days_with_nea
from issue
inner join working_group using (group_id)
where issue.escalated_on between $starts_on and $ends_on
    and ($every_sector or list_contains($sector_ids, working_group.sector_id))
order by issue.escalated_on desc, issue.issue_id
