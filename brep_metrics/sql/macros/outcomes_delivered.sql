-- Outcomes of some kinds as evidence rows, each shared equally among the groups that took part.
-- Grain: one row per outcome delivered in the evaluated period and group that took part: its own and each partner group.
-- Columns: item = kind of outcome; numerator = 1 / number of those groups; denominator = null.
create or replace temp macro outcomes_delivered(wanted_kinds) as table
with credited as (
    select
        period_of(delivered_on) as period,
        outcome_id,
        kind,
        credited_groups(group_id, partner_group_ids) as group_ids
    from outcome
    where kind in wanted_kinds
        and is_evaluated(delivered_on)
)

select
    period,
    unnest(group_ids) as group_id,
    'outcome' as source,
    outcome_id as record_id,
    kind as item,
    cast(1 / nullif(len(group_ids), 0) as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from credited
