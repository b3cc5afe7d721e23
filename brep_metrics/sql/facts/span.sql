-- The dates between which anything happened.
-- Grain: one row. Columns: first_day, last_day (null where there are no data).
with dates as (
    select min(submitted_on) as first_day, max(submitted_on) as last_day from report
    union all
    select min(held_on) as first_day, max(held_on) as last_day from activity
    union all
    select min(delivered_on) as first_day, max(delivered_on) as last_day from outcome
)

select
    min(first_day) as first_day,
    max(last_day) as last_day
from dates
