-- Foreign countries reached by joint activities.
-- Grain: one row per foreign country of a joint activity held in the evaluated period.
-- Columns: item = country; numerator = 1; denominator = null.
with visited as (
    select
        period,
        group_id,
        activity_id,
        unnest(country_codes) as country_code
    from joint_activities_held($joint_organizations, $joint_countries, $home_country)
)

select
    period,
    group_id,
    'activity' as source,
    activity_id as record_id,
    country_code as item,
    cast(1 as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from visited
where country_code <> $home_country
