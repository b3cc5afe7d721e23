-- Targets with what was delivered towards them until the as-of date.
-- Grain: one row per target.
-- Columns: target_id, kind, group_id (null: whole network), quantity, period_start, period_end, delivered.
select
    target.target_id,
    target.kind,
    target.group_id,
    cast(target.quantity as double) as quantity,
    target.period_start,
    target.period_end,
    count(outcome.outcome_id) as delivered
from target
left join outcome
    on outcome.kind = target.kind
    and outcome.delivered_on between target.period_start and target.period_end
    and (target.group_id is null or outcome.group_id = target.group_id)
group by all
order by target.group_id nulls first, target.target_id
