-- Needs raised within a span of days by their state on the as-of date; of some sectors, or of all.
-- Grain: one row per need, at most the $most longest-lasting ones of each state (in_time: answered within $limit days; late;
-- waiting: not answered yet, but within $limit days; overdue).
-- Columns: record_id, group_id, sector_id, organization_id, title, raised_on, escalated_on (null), settled_on (answered),
-- state, days (to the answer, or to the as-of date), of_state (number of needs in that state), median_days (of the state).
with raised as (
    select
        need.need_id as record_id,
        need.group_id,
        working_group.sector_id,
        need.organization_id,
        need.title,
        need.raised_on,
        cast(null as date) as escalated_on,
        need.answered_on as settled_on,
        date_diff('day', need.raised_on, coalesce(need.answered_on, $as_of)) as days
    from need
    inner join working_group using (group_id)
    where need.raised_on between $starts_on and $ends_on
        and ($every_sector or list_contains($sector_ids, working_group.sector_id))
),

judged as (
    select
        *,
        case
            when settled_on is not null and days <= $limit then 'in_time'
            when settled_on is not null then 'late'
            when days <= $limit then 'waiting'
            else 'overdue'
        end as state
    from raised
)

select
    *,
    count(*) over (partition by state) as of_state,
    median(days) over (partition by state) as median_days
from judged
qualify row_number() over (partition by state order by days desc, record_id) <= $most
order by state, days desc, record_id
