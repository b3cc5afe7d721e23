-- Countries in which projects were commissioned.
-- Grain: one row per country of a project delivered in the evaluated period.
-- Columns: item = country; numerator = 1; denominator = null.
select
    period_of(delivered_on) as period,
    group_id,
    'outcome' as source,
    outcome_id as record_id,
    unnest(country_codes) as item,
    cast(1 as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from outcome
where kind = 'project'
    and is_evaluated(delivered_on)
