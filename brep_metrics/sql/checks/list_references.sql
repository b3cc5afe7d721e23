-- 引用的编号不存在 | Unknown reference in a list
-- expected: 相应表中已有的编号 | a key of the table that the column refers to
-- together: activity.activity_id, outcome.outcome_id
-- One row per element of a list that is no key of the table it refers to: table_name, record_id, column_name, value.
with element as (
    select 'activity' as table_name, activity_id as record_id, 'country_codes' as column_name,
        unnest(country_codes) as value from activity
    union all
    select 'activity', activity_id, 'organization_ids', unnest(organization_ids) from activity
    union all
    select 'activity', activity_id, 'partner_group_ids', unnest(partner_group_ids) from activity
    union all
    select 'outcome', outcome_id, 'country_codes', unnest(country_codes) from outcome
    union all
    select 'outcome', outcome_id, 'organization_ids', unnest(organization_ids) from outcome
    union all
    select 'outcome', outcome_id, 'partner_group_ids', unnest(partner_group_ids) from outcome
),
known as (
    select 'country_codes' as column_name, country_code as value from country
    union all
    select 'organization_ids', organization_id from organization
    union all
    select 'partner_group_ids', group_id from working_group
)
select table_name, record_id, column_name, value
from element anti join known using (column_name, value)
