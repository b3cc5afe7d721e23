-- How reviewers judge the outcomes.
-- Grain: one row per outcome delivered in the evaluated period that has been reviewed by the as-of date.
-- Columns: item = kind of outcome; numerator = mean of its review scores; denominator = null.
with reviewed as (
    select
        outcome.outcome_id,
        any_value(period_of(outcome.delivered_on)) as period,
        any_value(outcome.group_id) as group_id,
        any_value(outcome.kind) as kind,
        sum(review.score) as total,
        count(review.score) as reviews
    from outcome
    inner join review using (outcome_id)
    where is_evaluated(outcome.delivered_on)
        and review.reviewed_on <= $as_of
    group by outcome.outcome_id
)

select
    period,
    group_id,
    'outcome' as source,
    outcome_id as record_id,
    kind as item,
    cast(total / nullif(reviews, 0) as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from reviewed
