-- Outcomes delivered within a span of days, with review and best showcase.
-- Grain: one row an outcome.
-- Columns: outcome_id, group_id, sector_id, kind, title_zh, title_en, delivered_on, country_codes, organization_ids,
-- partner_group_ids, quantity, unit, reviews (number), review_score (mean), channels (where it was shown).
with reviewed as (
    select
        outcome_id,
        count(*) as reviews,
        avg(score) as review_score
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
    working_group.sector_id,
    outcome.kind,
    outcome.title_zh,
    outcome.title_en,
    outcome.delivered_on,
    outcome.country_codes,
    outcome.organization_ids,
    outcome.partner_group_ids,
    outcome.quantity,
    outcome.unit,
    coalesce(reviewed.reviews, 0) as reviews,
    reviewed.review_score,
    coalesce(shown.channels, []) as channels
from outcome
inner join working_group using (group_id)
left join reviewed using (outcome_id)
left join shown using (outcome_id)
where outcome.delivered_on between $starts_on and $ends_on
order by outcome.delivered_on, outcome.outcome_id
