-- The groups among which something is shared equally: its own group and its partner groups, each once. Most have no
-- partner or one, and for those the costly search for repeats is spared.
create or replace temp macro credited_groups(group_id, partner_group_ids) as
    case
        when len(partner_group_ids) = 0 then [group_id]
        when len(partner_group_ids) = 1 and partner_group_ids[1] <> group_id then [group_id, partner_group_ids[1]]
        else list_distinct(list_append(partner_group_ids, group_id))
    end
