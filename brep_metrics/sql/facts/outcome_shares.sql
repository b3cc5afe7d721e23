-- Outcomes delivered within a span of days, by sector and kind.
-- Grain: one row per sector and kind that has an outcome. Columns: sector_id, kind, outcomes.
select
    working_group.sector_id,
    outcome.kind,
    count(*) as outcomes
from outcome
inner join working_group using (group_id)
where outcome.delivered_on between $starts_on and $ends_on
group by all
order by all
