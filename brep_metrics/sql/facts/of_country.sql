-- What a country took part in between two days, the latest first.
-- Grain: one row per activity or outcome, at most $most. Columns: source (the table), record_id, group_id, title (of an
-- activity), title_zh, title_en (of an outcome), day.
select
    'activity' as source,
    activity_id as record_id,
    group_id,
    title,
    null as title_zh,
    null as title_en,
    held_on as day
from activity
where held_on between $starts_on and $ends_on
    and list_contains(country_codes, $country)
union all
select
    'outcome' as source,
    outcome_id as record_id,
    group_id,
    null as title,
    title_zh,
    title_en,
    delivered_on as day
from outcome
where delivered_on between $starts_on and $ends_on
    and list_contains(country_codes, $country)
order by day desc, source, record_id
limit $most
