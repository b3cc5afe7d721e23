-- Points for showcasing outcomes, by the best channel of each.
-- Grain: one row per outcome shown in the evaluated period; the record is its showcase in the best channel.
-- Columns: item = outcome; numerator = points of the best channel; denominator = null.
with shown as (
    select
        period_of(showcase.shown_on) as period,
        outcome.group_id,
        showcase.outcome_id,
        showcase.showcase_id,
        case showcase.channel
            when 'ministerial_conference' then $points_ministerial_conference
            when 'forum' then $points_forum
            when 'website' then $points_website
            when 'media' then $points_media
        end as points
    from showcase
    inner join outcome using (outcome_id)
    where is_evaluated(showcase.shown_on)
)

select
    period,
    group_id,
    'showcase' as source,
    max_by(showcase_id, (points, showcase_id)) as record_id,
    outcome_id as item,
    cast(max(points) as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from shown
group by period, group_id, outcome_id
