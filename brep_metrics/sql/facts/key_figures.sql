-- What happened within a span of days, in a few numbers.
-- Grain: one row. Columns: activities, outcomes, showcased.
with activities as (
    select count(*) as activities
    from activity
    where held_on between $starts_on and $ends_on
),

outcomes as (
    select count(*) as outcomes
    from outcome
    where delivered_on between $starts_on and $ends_on
),

shown as (
    select count(distinct outcome_id) as showcased
    from showcase
    where shown_on between $starts_on and $ends_on
)

select
    activities.activities,
    outcomes.outcomes,
    shown.showcased
from activities
cross join outcomes
cross join shown
