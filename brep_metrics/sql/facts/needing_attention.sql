-- What waits to be dealt with on the as-of date: overdue reports and issues before NEA.
-- Grain: one row per report or issue. Columns: what (overdue_report, escalated_issue), record_id, group_id, kind (of the
-- report), title, since (due or escalated on), days (waited until the as-of date).
select
    'overdue_report' as what,
    report_id as record_id,
    group_id,
    kind,
    title,
    due_on as since,
    date_diff('day', due_on, $as_of) as days
from report
where submitted_on is null
    and due_on < $as_of
union all
select
    'escalated_issue' as what,
    issue_id as record_id,
    group_id,
    cast(null as varchar) as kind,
    title,
    escalated_on as since,
    date_diff('day', escalated_on, $as_of) as days
from issue
where escalated_on is not null
    and resolved_on is null
order by days desc, record_id
