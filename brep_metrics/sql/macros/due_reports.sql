-- Reports of one kind that were due, as evidence rows: the whole of the `*_on_time` and `*_filed` indicators.
-- Grain: one row per report whose reporting period ends in the evaluated period and whose due date has come, so that a
-- group from which nothing was due yet has no row. `until` is the as-of date; a report counts 1 if it was submitted, and
-- where `in_time` is asked for, by its due date.
create or replace temp macro due_reports(wanted_kind, until, in_time) as table
select
    period_of(period_end) as period,
    group_id,
    'report' as source,
    report_id as record_id,
    cast(null as varchar) as item,
    cast(case when in_time and submitted_on > due_on or submitted_on is null then 0 else 1 end as decimal(18, 6))
    as numerator,
    cast(1 as decimal(18, 6)) as denominator
from report
where kind = wanted_kind
    and is_evaluated(period_end)
    and due_on <= until
