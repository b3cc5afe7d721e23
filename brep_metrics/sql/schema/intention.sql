-- intention: one row per Record of Intention and the decision on it.
create table intention (
    intention_id varchar not null,
    organization_id varchar not null references organization (organization_id),
    sector_id varchar not null references sector (sector_id),
    proposed_role varchar not null check (proposed_role in ('lead', 'participant')),
    submitted_on date not null,
    decision varchar not null check (decision in ('pending', 'accepted', 'declined')),
    decided_on date,
    suggestion varchar,
    recorded_on date,
    primary key (intention_id),
    check (submitted_on <= decided_on)
);
comment on table intention is '意向表 | Record of Intention
每行一份意向表及其决定 | One row per Record of Intention and the decision on it
[alike organization_id sector_id submitted_on]
[filed lead: new]
[filed member: new]
[filed applicant: new]';
comment on column intention.intention_id is '意向编号 | Intention';
comment on column intention.organization_id is '单位 | Organization';
comment on column intention.sector_id is '领域 | Sector
[filed lead member applicant]';
comment on column intention.proposed_role is '拟任角色 | Proposed role
lead = 组长单位 | Leading organization
participant = 参与单位 | Participating organization
[filed lead member applicant]';
comment on column intention.submitted_on is '提交日期 | Submitted on
[event]
[first $day]';
comment on column intention.decision is '决定 | Decision
[event decided_on before pending]
pending = 待定 | Pending
accepted = 接受 | Accepted
declined = 未接受 | Declined
[first pending]';
comment on column intention.decided_on is '决定日期 | Decided on
[event]';
comment on column intention.suggestion is '建议 | Suggestion
对合作网络的建议 | What the organization suggests to the network
[filed lead member applicant]';
comment on column intention.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
