-- Which records of a period came in, or were filled in, only after the as-of date of its evaluation.
-- Grain: one row per record of the period that is not, or not as it is now, in the state of $as_of.
-- Columns: group_id, source (the table), record_id, title_zh, title_en, belongs_on (the day that puts it into the
--          period), came_in_on (the latest day on which something of it came in), of_rows (records of the period).
-- The reading is the generation's own: the state of $as_of would not show them.
with records as (
    select
        group_id,
        'report' as source,
        report_id as record_id,
        title as title_zh,
        title as title_en,
        period_end as belongs_on,
        greatest(recorded_on, submitted_on, accepted_on) as came_in_on
    from report
    union all
    select
        group_id,
        'plan_item' as source,
        plan_item_id as record_id,
        title as title_zh,
        title as title_en,
        coalesce(first_due_on, due_on) as belongs_on,
        greatest(recorded_on, completed_on) as came_in_on
    from plan_item
    union all
    select
        group_id,
        'activity' as source,
        activity_id as record_id,
        title as title_zh,
        title as title_en,
        held_on as belongs_on,
        greatest(recorded_on, held_on) as came_in_on
    from activity
    union all
    select
        group_id,
        'outcome' as source,
        outcome_id as record_id,
        title_zh,
        title_en,
        delivered_on as belongs_on,
        greatest(recorded_on, delivered_on) as came_in_on
    from outcome
    union all
    select
        outcome.group_id,
        'review' as source,
        review.review_id as record_id,
        outcome.title_zh,
        outcome.title_en,
        outcome.delivered_on as belongs_on,
        greatest(review.recorded_on, review.reviewed_on) as came_in_on
    from review
    inner join outcome using (outcome_id)
    union all
    select
        outcome.group_id,
        'showcase' as source,
        showcase.showcase_id as record_id,
        outcome.title_zh,
        outcome.title_en,
        showcase.shown_on as belongs_on,
        greatest(showcase.recorded_on, showcase.shown_on) as came_in_on
    from showcase
    inner join outcome using (outcome_id)
    union all
    select
        group_id,
        'need' as source,
        need_id as record_id,
        title as title_zh,
        title as title_en,
        raised_on as belongs_on,
        greatest(recorded_on, answered_on) as came_in_on
    from need
    union all
    select
        group_id,
        'issue' as source,
        issue_id as record_id,
        title as title_zh,
        title as title_en,
        raised_on as belongs_on,
        greatest(recorded_on, escalated_on, resolved_on) as came_in_on
    from issue
),

of_period as (
    select
        *,
        count(*) over () as of_rows
    from records
    where belongs_on between $starts_on and $ends_on
)

select *
from of_period
where came_in_on > $as_of
order by came_in_on, group_id, source, record_id
