-- Outcomes delivered within a span of days, by month; of all groups where $every_group, else of $group_ids.
-- Grain: one row per month and kind that has an outcome. Columns: month (its first day), kind, outcomes.
select
    cast(date_trunc('month', delivered_on) as date) as month,
    kind,
    count(*) as outcomes
from outcome
where delivered_on between $starts_on and $ends_on
    and ($every_group or list_contains($group_ids, group_id))
group by all
order by month, kind
