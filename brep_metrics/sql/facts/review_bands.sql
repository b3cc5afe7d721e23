-- Outcomes delivered within a span of days by the band of their mean review; a band begins at $origin.
-- Grain: one row per band that has an outcome. Columns: low (the score at which the band of $width points begins), outcomes.
with reviewed as (
    select
        review.outcome_id,
        avg(review.score) as review_score
    from review
    inner join outcome using (outcome_id)
    where outcome.delivered_on between $starts_on and $ends_on
        and ($kind is null or outcome.kind = $kind)
    group by review.outcome_id
)

select
    $origin + floor((review_score - $origin) / nullif($width, 0)) * $width as low,
    count(*) as outcomes
from reviewed
group by low
order by low
