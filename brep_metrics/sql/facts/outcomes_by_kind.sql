-- Outcomes delivered within a span of days by kind, with how many were reviewed, exemplary and shown.
-- Grain: one row per kind that has an outcome. Columns: kind, outcomes, reviewed, exemplary (mean review of at least
-- $exemplary_score), candidates (exemplary and not shown yet), showcased, reviews (number), review_score (mean of the
-- outcomes' mean reviews).
with reviewed as (
    select
        outcome_id,
        count(*) as reviews,
        avg(score) as review_score
    from review
    group by outcome_id
),

delivered as (
    select
        outcome.kind,
        reviewed.reviews,
        reviewed.review_score,
        outcome.outcome_id in (select outcome_id from showcase) as is_shown
    from outcome
    left join reviewed using (outcome_id)
    where outcome.delivered_on between $starts_on and $ends_on
)

select
    kind,
    count(*) as outcomes,
    count(review_score) as reviewed,
    count(*) filter (where review_score >= $exemplary_score) as exemplary,
    count(*) filter (where review_score >= $exemplary_score and not is_shown) as candidates,
    count(*) filter (where is_shown) as showcased,
    cast(coalesce(sum(reviews), 0) as bigint) as reviews,
    avg(review_score) as review_score
from delivered
group by kind
order by kind
