-- Countries that took part in activities or outcomes within a span of days.
-- Grain: one row per country named at least once.
-- Columns: country_code, name_zh, name_en, activities, outcomes.
with named as (
    select
        unnest(country_codes) as country_code,
        1 as activities,
        0 as outcomes
    from activity
    where held_on between $starts_on and $ends_on
    union all
    select
        unnest(country_codes) as country_code,
        0 as activities,
        1 as outcomes
    from outcome
    where delivered_on between $starts_on and $ends_on
)

select
    named.country_code,
    any_value(country.name_zh) as name_zh,
    any_value(country.name_en) as name_en,
    cast(sum(named.activities) as bigint) as activities,
    cast(sum(named.outcomes) as bigint) as outcomes
from named
left join country using (country_code)
group by named.country_code
order by count(*) desc, named.country_code
