-- The reviews of one outcome, by date.
-- Grain: one row per review. Columns: review_id, reviewer, criterion, score, reviewed_on.
select
    review_id,
    reviewer,
    criterion,
    cast(score as double) as score,
    reviewed_on
from review
where outcome_id = $outcome_id
order by reviewed_on, review_id
