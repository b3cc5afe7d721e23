-- Capacity of the projects commissioned.
-- Grain: one row per project delivered in the evaluated period whose quantity is given in $capacity_unit.
-- Columns: item = unit; numerator = quantity; denominator = null.
select
    period_of(delivered_on) as period,
    group_id,
    'outcome' as source,
    outcome_id as record_id,
    unit as item,
    cast(quantity as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from outcome
where kind = 'project'
    and unit = $capacity_unit
    and quantity is not null
    and is_evaluated(delivered_on)
