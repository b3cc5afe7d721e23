-- The working groups that existed on at least one day of an evaluated period, with names and the lead of that time.
-- Grain: one row per evaluated period and group, in the order of both.
-- Columns: period, group_id, name_zh, name_en, sector_id, sector_zh, sector_en, tier, lead_id, lead_zh, lead_en,
--          established_on, dissolved_on, is_new, is_dissolved.
-- A group established on the first day of the period is not new: it was there for all of it.
-- The lead is the last one to have taken office by the end of the period; of two on one day the one that stayed longer.
with existing as (
    select
        evaluated.period,
        evaluated.starts_on,
        evaluated.ends_on,
        working_group.*
    from working_group
    inner join evaluated_period as evaluated
        on working_group.established_on <= evaluated.ends_on
        and coalesce(working_group.dissolved_on, evaluated.starts_on) >= evaluated.starts_on
),

lead as (
    select
        existing.period,
        existing.group_id,
        arg_max(
            membership.organization_id,
            (membership.joined_on, coalesce(membership.left_on, date '9999-12-31'), membership.organization_id)
        ) as lead_id
    from existing
    inner join membership
        on membership.group_id = existing.group_id
        and membership.role = 'lead'
        and membership.joined_on <= existing.ends_on
    group by existing.period, existing.group_id
)

select
    existing.period,
    existing.group_id,
    existing.name_zh,
    existing.name_en,
    existing.sector_id,
    sector.name_zh as sector_zh,
    sector.name_en as sector_en,
    sector.tier,
    lead.lead_id,
    organization.name_zh as lead_zh,
    organization.name_en as lead_en,
    existing.established_on,
    existing.dissolved_on,
    existing.established_on > existing.starts_on as is_new,
    coalesce(existing.dissolved_on <= existing.ends_on, false) as is_dissolved
from existing
left join sector using (sector_id)
left join lead on lead.period = existing.period and lead.group_id = existing.group_id
left join organization on organization.organization_id = lead.lead_id
order by existing.period, existing.group_id
