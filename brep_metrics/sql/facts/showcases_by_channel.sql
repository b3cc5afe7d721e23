-- Showings of outcomes within a span of days, by channel.
-- Grain: one row per channel that was used. Columns: channel, showcases, outcomes (different ones), exemplary (of those, with
-- a mean review of at least $exemplary_score).
with reviewed as (
    select
        outcome_id,
        avg(score) as review_score
    from review
    group by outcome_id
)

select
    showcase.channel,
    count(*) as showcases,
    count(distinct showcase.outcome_id) as outcomes,
    count(distinct showcase.outcome_id) filter (where reviewed.review_score >= $exemplary_score) as exemplary
from showcase
left join reviewed using (outcome_id)
where showcase.shown_on between $starts_on and $ends_on
group by showcase.channel
order by showcases desc, showcase.channel
