-- Outcomes delivered within a span of days by kind, with how many were reviewed, exemplary and shown.
-- Grain: one row a kind that has an outcome. Columns: kind, outcomes, reviewed, exemplary (mean review of at least
-- $exemplary_score), showcased.
with reviewed as (
    select
        outcome_id,
        avg(score) as review_score
    from review
    group by outcome_id
)

select
    outcome.kind,
    count(*) as outcomes,
    count(reviewed.review_score) as reviewed,
    count(*) filter (where reviewed.review_score >= $exemplary_score) as exemplary,
    count(*) filter (where outcome.outcome_id in (select outcome_id from showcase)) as showcased
from outcome
left join reviewed using (outcome_id)
where outcome.delivered_on between $starts_on and $ends_on
group by outcome.kind
order by outcome.kind
