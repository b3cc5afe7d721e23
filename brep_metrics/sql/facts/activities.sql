-- Activities of one sector and work content held within a span of days.
-- Grain: one row per activity.
-- Columns: activity_id, group_id, title, held_on, country_codes, organizations, participants.
select
    activity.activity_id,
    activity.group_id,
    activity.title,
    activity.held_on,
    activity.country_codes,
    len(activity.organization_ids) as organizations,
    activity.participants
from activity
inner join working_group using (group_id)
where activity.held_on between $starts_on and $ends_on
    and working_group.sector_id = $sector_id
    and activity.work_content = $work_content
order by activity.held_on desc, activity.activity_id
