-- Participants that took part in a plan item or an activity.
-- Grain: one row per participant's membership that reaches into the evaluated period and has lasted $tenure_months by the
-- end of the period, the as-of date or the day of leaving. Those that left within the period stay in the base.
-- Columns: item = organization; numerator = 1 if it took part in the period, else 0; denominator = 1.
with participation as (
    select
        period_of(coalesce(first_due_on, due_on)) as period,
        group_id,
        organization_id
    from plan_item
    where is_evaluated(coalesce(first_due_on, due_on))
        and coalesce(first_due_on, due_on) <= $as_of
    union all
    select
        period_of(held_on) as period,
        group_id,
        unnest(organization_ids) as organization_id
    from activity
    where is_evaluated(held_on)
),

tenure as (
    select
        evaluated.period,
        membership.group_id,
        membership.organization_id,
        membership.joined_on
    from membership
    inner join evaluated_period as evaluated
        on membership.joined_on <= evaluated.ends_on
        and (membership.left_on is null or membership.left_on > evaluated.starts_on)
    where membership.role = 'participant'
        and membership.joined_on + to_months($tenure_months)
        <= least(evaluated.ends_on, $as_of, coalesce(membership.left_on, evaluated.ends_on))
),

active as (
    -- The few tenures are looked up, rather than the many participations told apart.
    select distinct
        period,
        group_id,
        organization_id
    from tenure
    semi join participation using (period, group_id, organization_id)
)

select
    tenure.period,
    tenure.group_id,
    'membership' as source,
    concat_ws('/', tenure.group_id, tenure.organization_id, tenure.joined_on) as record_id,
    tenure.organization_id as item,
    cast(case when active.organization_id is not null then 1 else 0 end as decimal(18, 6)) as numerator,
    cast(1 as decimal(18, 6)) as denominator
from tenure
left join active using (period, group_id, organization_id)
