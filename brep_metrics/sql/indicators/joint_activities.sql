-- Joint activities: several organizations, at least one foreign country.
-- Grain: one row per joint activity held in the evaluated period.
-- Columns: item = work content; numerator = 1; denominator = null.
select
    period,
    group_id,
    'activity' as source,
    activity_id as record_id,
    work_content as item,
    cast(1 as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from joint_activities_held($joint_organizations, $joint_countries, $home_country)
