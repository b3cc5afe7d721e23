-- 同一格中重复列出 | Listed twice in the same cell
-- expected: 同一格内每个编号只列一次 | each code once in a cell
-- together: activity.activity_id, outcome.outcome_id
-- One row per element that a list holds more than once: table_name, record_id, column_name, value.
with repeating as (
    select 'activity' as table_name, activity_id as record_id, 'country_codes' as column_name, country_codes as entries
    from activity
    union all
    select 'activity', activity_id, 'organization_ids', organization_ids from activity
    union all
    select 'activity', activity_id, 'partner_group_ids', partner_group_ids from activity
    union all
    select 'outcome', outcome_id, 'country_codes', country_codes from outcome
    union all
    select 'outcome', outcome_id, 'organization_ids', organization_ids from outcome
    union all
    select 'outcome', outcome_id, 'partner_group_ids', partner_group_ids from outcome
),

element as (
    select table_name, record_id, column_name, unnest(entries) as value
    from repeating
    where len(entries) > 1 and list_unique(entries) < len(entries)
)

select table_name, record_id, column_name, value
from element
group by all
having count(*) > 1
