-- How long needs and issues raised within a span of days took or have been waiting, against the time they are to take.
-- Grain: one row per source (need, issue), band and whether it is settled; of some sectors, or of all.
-- Columns: source, band (0: up to half the limit; 1: up to the limit; 2: up to twice; 3: up to four times; 4: longer),
-- settled, cases.
with cases as (
    select
        'need' as source,
        group_id,
        raised_on,
        answered_on as settled_on,
        $answer_days as days_allowed
    from need
    union all
    select
        'issue' as source,
        group_id,
        raised_on,
        resolved_on as settled_on,
        $issue_days as days_allowed
    from issue
),

aged as (
    select
        cases.source,
        cases.settled_on is not null as settled,
        date_diff('day', cases.raised_on, coalesce(cases.settled_on, $as_of))
        / nullif(cases.days_allowed, 0) as times_allowed
    from cases
    inner join working_group using (group_id)
    where cases.raised_on between $starts_on and $ends_on
        and ($every_sector or list_contains($sector_ids, working_group.sector_id))
)

select
    source,
    case
        when times_allowed <= 0.5 then 0
        when times_allowed <= 1 then 1
        when times_allowed <= 2 then 2
        when times_allowed <= 4 then 3
        else 4
    end as band,
    settled,
    count(*) as cases
from aged
group by all
order by all
