-- 同一日期有两个组长单位 | Two leading organizations at the same date
-- expected: 任一日期每组只有一个组长单位 | one leading organization of a group at any date
-- together: membership.group_id
-- One row per lead whose time overlaps another lead's of the same group: table_name, record_id, column_name, value.
-- One organization that is lead twice is another check's matter. A lead that ends on the day another begins does not overlap it.
with lead as (
    select group_id, organization_id, joined_on, coalesce(left_on, date '9999-12-31') as ends_on,
        concat_ws('/', group_id, organization_id, joined_on) as record_id
    from membership
    where role = 'lead'
)
select distinct 'membership' as table_name, one.record_id, 'role' as column_name,
    concat_ws(' ', one.organization_id, one.joined_on) as value
from lead as one
join lead as other
    on one.group_id = other.group_id
    and one.organization_id <> other.organization_id
    and one.joined_on < other.ends_on
    and other.joined_on < one.ends_on
