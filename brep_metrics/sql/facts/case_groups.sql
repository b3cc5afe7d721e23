-- Working groups by the needs and issues raised with them within a span of days; of some sectors, or of all.
-- Grain: one row per group that has a need or an issue.
-- Columns: group_id, needs, needs_open, needs_overdue (open for more than $answer_days), issues, escalated, issues_open.
with cases as (
    select
        group_id,
        1 as needs,
        if(answered_on is null, 1, 0) as needs_open,
        if(answered_on is null and raised_on + $answer_days < $as_of, 1, 0) as needs_overdue,
        0 as issues,
        0 as escalated,
        0 as issues_open
    from need
    where raised_on between $starts_on and $ends_on
    union all
    select
        group_id,
        0 as needs,
        0 as needs_open,
        0 as needs_overdue,
        1 as issues,
        if(escalated_on is null, 0, 1) as escalated,
        if(resolved_on is null, 1, 0) as issues_open
    from issue
    where raised_on between $starts_on and $ends_on
),

summed as (
    select
        cases.group_id,
        cast(sum(cases.needs) as bigint) as needs,
        cast(sum(cases.needs_open) as bigint) as needs_open,
        cast(sum(cases.needs_overdue) as bigint) as needs_overdue,
        cast(sum(cases.issues) as bigint) as issues,
        cast(sum(cases.escalated) as bigint) as escalated,
        cast(sum(cases.issues_open) as bigint) as issues_open
    from cases
    inner join working_group using (group_id)
    where $every_sector or list_contains($sector_ids, working_group.sector_id)
    group by cases.group_id
)

select *
from summed
order by needs_overdue + issues_open desc, needs_open desc, needs + issues desc, group_id
