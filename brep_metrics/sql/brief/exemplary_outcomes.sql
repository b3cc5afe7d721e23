-- Outcomes of the period whose mean review reaches the methodology's threshold, the best first.
-- Grain: one row per outcome.
-- Columns: outcome_id, group_id, kind, title_zh, title_en, delivered_on, review_score (mean), reviews (number),
-- channels (where it was shown).
with reviewed as (
    select
        outcome_id,
        count(*) as reviews,
        sum(score) / nullif(count(*), 0) as review_score
    from review
    group by outcome_id
),

shown as (
    select
        outcome_id,
        list_sort(list(distinct channel)) as channels
    from showcase
    group by outcome_id
)

select
    outcome.outcome_id,
    outcome.group_id,
    outcome.kind,
    outcome.title_zh,
    outcome.title_en,
    outcome.delivered_on,
    reviewed.review_score,
    reviewed.reviews,
    coalesce(shown.channels, []) as channels
from outcome
inner join reviewed using (outcome_id)
left join shown using (outcome_id)
where outcome.delivered_on between $starts_on and $ends_on
    and reviewed.review_score >= $exemplary_score
order by reviewed.review_score desc, outcome.outcome_id
