-- Persons trained in capacity building.
-- Grain: one row per capacity-building activity held in the evaluated period.
-- Columns: item = null; numerator = participants, at most $trained_cap, null if not stated; denominator = null.
select
    period_of(held_on) as period,
    group_id,
    'activity' as source,
    activity_id as record_id,
    cast(null as varchar) as item,
    cast(case when participants > $trained_cap then $trained_cap else participants end as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from activity
where work_content = 'capacity_building'
    and is_evaluated(held_on)
