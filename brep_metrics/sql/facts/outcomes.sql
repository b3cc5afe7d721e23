-- Outcomes delivered within a span of days with their reviews and showcases, the best reviewed first.
-- Grain: one row per outcome, at most $most of them; of one kind where $kind is given, of one sector where $sector_id is,
-- with a country where $country is; of all groups where $every_group, else of $group_ids; only $outcome_id where it is given;
-- with a mean review of at least $at_least and less than $below where these are; only those not shown yet where
-- $only_unshown.
-- Columns: outcome_id, group_id, kind, title_zh, title_en, delivered_on, country_codes, organization_ids, quantity, unit,
-- reviews (number), review_score (mean), spread (of the reviewers' scores), channels (where it was shown).
with delivered as (
    select *
    from outcome
    where delivered_on between $starts_on and $ends_on
        and ($outcome_id is null or outcome_id = $outcome_id)
        and ($kind is null or kind = $kind)
        and ($country is null or list_contains(country_codes, $country))
        and ($every_group or list_contains($group_ids, group_id))
        and (
            $sector_id is null
            or group_id in (select group_id from working_group where sector_id = $sector_id)
        )
),

reviewed as (
    select
        outcome_id,
        count(*) as reviews,
        cast(avg(score) as double) as review_score,
        cast(max(score) - min(score) as double) as spread
    from review
    where outcome_id in (select outcome_id from delivered)
    group by outcome_id
),

shown as (
    select
        outcome_id,
        list_sort(list(distinct channel)) as channels
    from showcase
    where outcome_id in (select outcome_id from delivered)
    group by outcome_id
)

select
    delivered.outcome_id,
    delivered.group_id,
    delivered.kind,
    delivered.title_zh,
    delivered.title_en,
    delivered.delivered_on,
    delivered.country_codes,
    delivered.organization_ids,
    delivered.quantity,
    delivered.unit,
    coalesce(reviewed.reviews, 0) as reviews,
    reviewed.review_score,
    reviewed.spread,
    coalesce(shown.channels, []) as channels
from delivered
left join reviewed using (outcome_id)
left join shown using (outcome_id)
where ($at_least is null or reviewed.review_score >= $at_least)
    and ($below is null or reviewed.review_score < $below)
    and not ($only_unshown and shown.channels is not null)
order by reviewed.review_score desc nulls last, delivered.outcome_id
limit $most
