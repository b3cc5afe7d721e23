-- Leading organizations that took over a group from another one; of all groups where $every_group, else of $group_ids.
-- Grain: one row per group and new lead. Columns: group_id, joined_on, name_zh, name_en (of the organization).
with leads as (
    select
        group_id,
        organization_id,
        joined_on,
        lag(organization_id) over (partition by group_id order by joined_on) as before
    from membership
    where role = 'lead'
        and ($every_group or list_contains($group_ids, group_id))
)

select
    leads.group_id,
    leads.joined_on,
    organization.name_zh,
    organization.name_en
from leads
inner join organization using (organization_id)
where leads.before <> leads.organization_id
order by leads.joined_on, leads.group_id
