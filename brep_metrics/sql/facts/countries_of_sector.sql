-- The countries of a sector's activities within a span of days, the most frequent first.
-- Grain: one row per country. Columns: country_code, activities.
with reached as (
    select unnest(activity.country_codes) as country_code
    from activity
    inner join working_group using (group_id)
    where activity.held_on between $starts_on and $ends_on
        and working_group.sector_id = $sector_id
)

select
    country_code,
    count(*) as activities
from reached
group by country_code
order by activities desc, country_code
