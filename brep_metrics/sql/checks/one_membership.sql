-- 同一单位在同一时间两次参加同一工作组 | The organization is in the group twice at the same time
-- expected: 一个单位在一个工作组的各段时间互不重叠（可首尾同日） | times of an organization in a group that do not overlap (one may begin the day another ends)
-- together: membership.group_id
-- One row per membership whose time overlaps another one of the same organization and group:
-- table_name, record_id, column_name, value.
with stay as (
    select
        group_id,
        organization_id,
        joined_on,
        coalesce(left_on, date '9999-12-31') as ends_on,
        concat_ws('/', group_id, organization_id, joined_on) as record_id
    from membership
)

select distinct
    'membership' as table_name,
    one.record_id,
    'organization_id' as column_name,
    one.organization_id as value
from stay as one
inner join stay as other
    on one.group_id = other.group_id
    and one.organization_id = other.organization_id
    and one.joined_on <> other.joined_on
    and one.joined_on < other.ends_on
    and other.joined_on < one.ends_on
