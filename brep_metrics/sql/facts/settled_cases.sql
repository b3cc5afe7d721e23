-- Needs answered and issues resolved within a span of days; of some sectors, or of all. The latest first.
-- Grain: one row per need or issue, at most $most. Columns: source (need, issue), record_id, group_id, title, raised_on,
-- settled_on, days (from raising to settling), resolution (of issues).
with cases as (
    select
        'need' as source,
        need_id as record_id,
        group_id,
        title,
        raised_on,
        answered_on as settled_on,
        cast(null as varchar) as resolution
    from need
    union all
    select
        'issue' as source,
        issue_id as record_id,
        group_id,
        title,
        raised_on,
        resolved_on as settled_on,
        resolution
    from issue
)

select
    cases.*,
    date_diff('day', cases.raised_on, cases.settled_on) as days
from cases
inner join working_group using (group_id)
where cases.settled_on between $starts_on and $ends_on
    and cases.settled_on <= $as_of
    and ($every_sector or list_contains($sector_ids, working_group.sector_id))
order by cases.settled_on desc, cases.record_id
limit $most
