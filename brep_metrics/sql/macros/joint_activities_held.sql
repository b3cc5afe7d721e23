-- The joint activities held in the evaluated period (is_joint), from which several indicators are counted.
-- Grain: one row per activity.
-- Columns: period, group_id, activity_id, work_content, country_codes, has_partner (a partner group took part).
create or replace temp macro joint_activities_held(organizations_wanted, countries_wanted, home_country) as table
select
    period_of(held_on) as period,
    group_id,
    activity_id,
    work_content,
    country_codes,
    len(partner_group_ids) > 0 as has_partner
from activity
where is_evaluated(held_on)
    and is_joint(organization_ids, country_codes, organizations_wanted, countries_wanted, home_country)
