-- Needs and issues that are open on the as-of date, the oldest first; of some sectors, or of all.
-- Grain: one row per need or issue, at most $most. Columns: source (need, issue), record_id, group_id, title, raised_on,
-- escalated_on (of issues), days (since it was raised), lead_zh, lead_en (the leading organization of that day).
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
),

leads as (
    select
        membership.group_id,
        organization.name_zh,
        organization.name_en
    from membership
    inner join organization using (organization_id)
    where membership.role = 'lead'
        and membership.joined_on <= $as_of
        and coalesce(membership.left_on, $as_of + 1) > $as_of
)

select
    cases.*,
    date_diff('day', cases.raised_on, $as_of) as days,
    leads.name_zh as lead_zh,
    leads.name_en as lead_en
from cases
inner join working_group using (group_id)
left join leads using (group_id)
where $every_sector or list_contains($sector_ids, working_group.sector_id)
order by cases.raised_on, cases.record_id
limit $most
