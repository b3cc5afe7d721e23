-- Activities held within a span of days.
-- Grain: one row an activity.
-- Columns: activity_id, group_id, sector_id, work_content, title, held_on, country_codes, organization_ids,
-- partner_group_ids, participants.
select
    activity.activity_id,
    activity.group_id,
    working_group.sector_id,
    activity.work_content,
    activity.title,
    activity.held_on,
    activity.country_codes,
    activity.organization_ids,
    activity.partner_group_ids,
    activity.participants
from activity
inner join working_group using (group_id)
where activity.held_on between $starts_on and $ends_on
order by activity.held_on, activity.activity_id
