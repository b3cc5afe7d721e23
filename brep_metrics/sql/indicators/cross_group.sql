-- Joint activities held together with another working group.
-- Grain: one row per joint activity held in the evaluated period.
-- Columns: item = work content; numerator = 1 if a partner group took part, else 0; denominator = 1.
select
    period,
    group_id,
    'activity' as source,
    activity_id as record_id,
    work_content as item,
    cast(case when has_partner then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from joint_activities_held($joint_organizations, $joint_countries, $home_country)
