-- 工作组将自身列为合作工作组 | The group is named as its own partner
-- expected: 其他工作组的编号 | other groups than the row's own
-- together: activity.activity_id, outcome.outcome_id
-- One row per record that lists its own group among the partners: table_name, record_id, column_name, value.
select 'activity' as table_name, activity_id as record_id, 'partner_group_ids' as column_name, group_id as value
from activity
where list_contains(partner_group_ids, group_id)
union all
select 'outcome', outcome_id, 'partner_group_ids', group_id
from outcome
where list_contains(partner_group_ids, group_id)
