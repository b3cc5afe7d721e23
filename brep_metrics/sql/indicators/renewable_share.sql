-- Share of renewables in the capacity commissioned, after the classification that came with each project.
-- Grain: one row per classification ($renewable_criterion: 100 renewable, 0 fossil) of a project delivered in the
-- evaluated period whose quantity is given in $capacity_unit; projects without a classification count on neither side.
-- Columns: item = project; numerator = renewable quantity; denominator = quantity.
select
    period_of(outcome.delivered_on) as period,
    outcome.group_id,
    'review' as source,
    review.review_id as record_id,
    outcome.outcome_id as item,
    cast(outcome.quantity * review.score * 0.01 as decimal(18, 6)) as numerator,
    cast(outcome.quantity as decimal(18, 6)) as denominator
from outcome
inner join review using (outcome_id)
where outcome.kind = 'project'
    and outcome.unit = $capacity_unit
    and outcome.quantity is not null
    and review.criterion = $renewable_criterion
    and review.reviewed_on <= $as_of
    and is_evaluated(outcome.delivered_on)
