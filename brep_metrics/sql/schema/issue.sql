-- issue: one row per common or pressing issue, escalated to NEA where necessary.
create table issue (
    issue_id varchar not null,
    group_id varchar not null references working_group (group_id),
    title varchar not null,
    raised_on date not null,
    escalated_on date,
    resolved_on date,
    resolution varchar,
    recorded_on date,
    primary key (issue_id),
    check (raised_on <= escalated_on),
    check (raised_on <= resolved_on),
    check (escalated_on <= resolved_on)
);
comment on table issue is '协调事项 | Issue
每行是一个共性或紧迫问题，必要时上报国家能源局协调 | One row per common or pressing issue, escalated to NEA where necessary
[alike group_id title raised_on]
[filed lead: new change removal]';
comment on column issue.issue_id is '事项编号 | Issue';
comment on column issue.group_id is '工作组 | Working group';
comment on column issue.title is '标题 | Title
[filed lead]';
comment on column issue.raised_on is '提出日期 | Raised on
[event]
[first $day]';
comment on column issue.escalated_on is '上报日期 | Escalated on
[event]
[filed lead]
[day]';
comment on column issue.resolved_on is '解决日期 | Resolved on
[event]
[filed lead]
[day]';
comment on column issue.resolution is '解决办法 | Resolution
[event resolved_on]
[filed lead]';
comment on column issue.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
