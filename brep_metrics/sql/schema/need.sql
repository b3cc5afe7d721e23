-- need: one row per cooperation need that a member brought to its lead.
create table need (
    need_id varchar not null,
    group_id varchar not null references working_group (group_id),
    organization_id varchar not null references organization (organization_id),
    title varchar not null,
    raised_on date not null,
    answered_on date,
    recorded_on date,
    primary key (need_id),
    check (raised_on <= answered_on)
);
comment on table need is '合作需求 | Cooperation need
每行是参与单位向组长单位提出的一项合作需求 | One row per cooperation need that a member brought to its lead
[alike organization_id title raised_on]
[filed lead: change]
[filed member: new change removal]';
comment on column need.need_id is '需求编号 | Need';
comment on column need.group_id is '工作组 | Working group';
comment on column need.organization_id is '提出单位 | Organization';
comment on column need.title is '标题 | Title
[filed member]';
comment on column need.raised_on is '提出日期 | Raised on
[event]
[first $day]';
comment on column need.answered_on is '答复日期 | Answered on
[event]
[filed lead]
[day]';
comment on column need.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
