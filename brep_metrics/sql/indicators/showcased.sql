-- Points for showcasing outcomes, by the best channel of each.
-- Grain: one row per outcome shown in the evaluated period; the record is its showcase in the best channel.
-- Columns: item = outcome; numerator = points of the best channel; denominator = null.
with shown as (
    select
        period_of(shown_on) as period,
        outcome_id,
        showcase_id,
        case channel
            when 'ministerial_conference' then $points_ministerial_conference
            when 'forum' then $points_forum
            when 'website' then $points_website
            when 'media' then $points_media
        end as points
    from showcase
    where is_evaluated(shown_on)
),

best as (
    select
        period,
        outcome_id,
        max_by(showcase_id, (points, showcase_id)) as showcase_id,
        max(points) as points
    from shown
    group by period, outcome_id
)

select
    best.period,
    outcome.group_id,
    'showcase' as source,
    best.showcase_id as record_id,
    best.outcome_id as item,
    cast(best.points as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from best
inner join outcome using (outcome_id)
