-- Outcomes achieved jointly: several organizations, at least one foreign country.
-- Grain: one row per outcome delivered in the evaluated period.
-- Columns: item = kind of outcome; numerator = 1 if joint, else 0; denominator = 1.
select
    period_of(delivered_on) as period,
    group_id,
    'outcome' as source,
    outcome_id as record_id,
    kind as item,
    cast(case
        when is_joint(organization_ids, country_codes, $joint_organizations, $joint_countries, $home_country) then 1
        else 0
    end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from outcome
where is_evaluated(delivered_on)
