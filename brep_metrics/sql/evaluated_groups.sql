-- The working groups that existed on at least one day of an evaluated period.
-- Grain: one row per evaluated period and group, in the order of both.
select
    evaluated.period,
    working_group.group_id
from working_group
inner join evaluated_period as evaluated
    on working_group.established_on <= evaluated.ends_on
    and coalesce(working_group.dissolved_on, evaluated.starts_on) >= evaluated.starts_on
order by all
