-- Foreign countries reached by joint activities.
-- Grain: one row per foreign country of a joint activity held in the evaluated period.
-- Columns: item = country; numerator = 1; denominator = null.
with joint_activity as (
    select
        period_of(held_on) as period,
        group_id,
        activity_id,
        unnest(country_codes) as country_code
    from activity
    where is_evaluated(held_on)
        and is_joint(organization_ids, country_codes, $joint_organizations, $joint_countries, $home_country)
)

select
    period,
    group_id,
    'activity' as source,
    activity_id as record_id,
    country_code as item,
    cast(1 as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from joint_activity
where country_code <> $home_country
