-- Showings of outcomes within a span of days, the latest first; in one channel where $channel is given,
-- of one outcome where $outcome_id is.
-- Grain: one row per showcase, at most $most.
-- Columns: showcase_id, outcome_id, group_id, kind, title_zh, title_en, channel, event, shown_on, review_score (mean).
with shown as (
    select *
    from showcase
    where shown_on between $starts_on and $ends_on
        and ($channel is null or channel = $channel)
        and ($outcome_id is null or outcome_id = $outcome_id)
    order by shown_on desc, showcase_id
    limit $most
),

reviewed as (
    select
        outcome_id,
        cast(avg(score) as double) as review_score
    from review
    where outcome_id in (select outcome_id from shown)
    group by outcome_id
)

select
    shown.showcase_id,
    shown.outcome_id,
    outcome.group_id,
    outcome.kind,
    outcome.title_zh,
    outcome.title_en,
    shown.channel,
    shown.event,
    shown.shown_on,
    reviewed.review_score
from shown
inner join outcome using (outcome_id)
left join reviewed using (outcome_id)
order by shown.shown_on desc, shown.showcase_id
