-- Needs raised within a span of days by how they stand on the as-of date.
-- Grain: one row a state that occurs (in_time: answered within $answer_days; late; waiting: not answered yet, but within
-- $answer_days; unanswered). Columns: state, needs, median_days (to the answer, or to the as-of date).
select
    case
        when answered_on <= raised_on + to_days($answer_days) then 'in_time'
        when answered_on is not null then 'late'
        when raised_on + to_days($answer_days) >= $as_of then 'waiting'
        else 'unanswered'
    end as state,
    count(*) as needs,
    median(date_diff('day', raised_on, coalesce(answered_on, $as_of))) as median_days
from need
where raised_on between $starts_on and $ends_on
group by state
order by state
