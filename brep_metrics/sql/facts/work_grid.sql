-- Activities held within a span of days, by sector and work content.
-- Grain: one row per sector and work content that has an activity. Columns: sector_id, work_content, activities.
select
    working_group.sector_id,
    activity.work_content,
    count(*) as activities
from activity
inner join working_group using (group_id)
where activity.held_on between $starts_on and $ends_on
group by all
order by all
