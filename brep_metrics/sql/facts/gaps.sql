-- What a load lets pass and yet keeps an evaluation from being complete, on the as-of date.
-- Grain: one row per table and kind of gap that occurs.
-- Columns: source (table), gap, records (number), examples (the first $most record ids).
-- Of $closed_groups the reader does not see the records, so nothing is said to be missing there.
with existing as (
    select group_id
    from working_group
    where established_on <= $as_of
        and coalesce(dissolved_on, $as_of) >= $as_of
        and not list_contains($closed_groups, group_id)
),

led as (
    select group_id
    from membership
    where role = 'lead'
        and joined_on <= $as_of
        and coalesce(left_on, $as_of) >= $as_of
),

found as (
    select
        'working_group' as source,
        'no_lead' as gap,
        group_id as record_id
    from existing
    where group_id not in (select group_id from led)
    union all
    select
        'working_group' as source,
        'no_report_due' as gap,
        group_id as record_id
    from existing
    where group_id not in (select group_id from report where due_on between $as_of - 365 and $as_of)
    union all
    select
        'outcome' as source,
        'no_review' as gap,
        outcome_id as record_id
    from outcome
    where outcome_id not in (select outcome_id from review)
    union all
    select
        'outcome' as source,
        'one_language' as gap,
        outcome_id as record_id
    from outcome
    where title_zh is null or title_en is null
    union all
    select
        'working_group' as source,
        'one_language' as gap,
        group_id as record_id
    from working_group
    where name_zh is null or name_en is null
    union all
    select
        'organization' as source,
        'one_language' as gap,
        organization_id as record_id
    from organization
    where name_zh is null or name_en is null
    union all
    select
        'organization' as source,
        'in_no_group' as gap,
        organization_id as record_id
    from organization
    where organization_id not in (select organization_id from membership)
        and len($closed_groups) = 0
    union all
    select
        'activity' as source,
        'no_organization' as gap,
        activity_id as record_id
    from activity
    where len(organization_ids) = 0
)

select
    source,
    gap,
    count(*) as records,
    min(record_id, $most) as examples
from found
group by source, gap
order by source, gap
