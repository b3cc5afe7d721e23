-- Outcomes of one kind against the targets for it, as evidence rows: the whole of the `*_to_target` indicators.
-- Grain: one row per outcome delivered in the evaluated period and group that took part (outcomes_delivered), and
-- one row per target and group it binds: its own targets, or else its share, by days of existence, of the network's.
-- Columns: item = kind; numerator = 1 / number of groups of the outcome, 0 for a target; denominator = the part of the
-- target that falls into the evaluated period up to `until`, the as-of date, by days, 0 for an outcome.
create or replace temp macro outcomes_to_target(wanted_kind, until) as table
with due as (
    select
        evaluated.period,
        target.target_id,
        target.group_id,
        target.quantity
        * (least(evaluated.ends_on, target.period_end, until) - greatest(evaluated.starts_on, target.period_start) + 1)
        / nullif(target.period_end - target.period_start + 1, 0) as quantity
    from target
    inner join evaluated_period as evaluated
        on target.period_start <= least(evaluated.ends_on, until)
        and target.period_end >= evaluated.starts_on
        and evaluated.starts_on <= until
    where target.kind = wanted_kind
),

existing as (
    select
        evaluated.period,
        working_group.group_id,
        least(evaluated.ends_on, working_group.dissolved_on, until)
        - greatest(evaluated.starts_on, working_group.established_on) + 1 as days
    from working_group
    inner join evaluated_period as evaluated
        on working_group.established_on <= least(evaluated.ends_on, until)
        and coalesce(working_group.dissolved_on, evaluated.starts_on) >= evaluated.starts_on
        and evaluated.starts_on <= until
),

bound as (
    select
        period,
        group_id,
        days / nullif(sum(days) over (partition by period), 0) as share
    from existing
)

select
    period,
    group_id,
    source,
    record_id,
    item,
    numerator,
    cast(0 as decimal(18, 6)) as denominator
from outcomes_delivered([wanted_kind])
union all
select
    bound.period,
    bound.group_id,
    'target' as source,
    due.target_id as record_id,
    wanted_kind as item,
    cast(0 as decimal(18, 6)) as numerator,
    cast(due.quantity * case when due.group_id is null then bound.share else 1 end as decimal(18, 6)) as denominator
from bound
inner join due
    on bound.period = due.period
    and bound.group_id = coalesce(due.group_id, bound.group_id)
left join due as own
    on bound.period = own.period
    and bound.group_id = own.group_id
    and due.group_id is null
where own.group_id is null
