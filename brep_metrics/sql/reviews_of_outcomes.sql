-- The scores that reviewers gave to outcomes.
-- Grain: one row per review made by the as-of date, reviews of an outcome together.
select
    outcome_id,
    cast(score as double) as score
from review
where reviewed_on <= $as_of
order by outcome_id, review_id
