-- membership: one row per stretch of time in which an organization belongs to a group; one lead at any date.
create table membership (
    group_id varchar not null references working_group (group_id),
    organization_id varchar not null references organization (organization_id),
    joined_on date not null,
    role varchar not null check (role in ('lead', 'participant')),
    left_on date,
    recorded_on date,
    primary key (group_id, organization_id, joined_on),
    check (joined_on <= left_on)
);
comment on table membership is '工作组成员 | Membership
每行是一个单位参加一个工作组的一段时间；任一日期每组只有一个组长单位 | One row per stretch of time in which an organization belongs to a group; one lead at any date';
comment on column membership.group_id is '工作组 | Working group';
comment on column membership.organization_id is '单位 | Organization';
comment on column membership.joined_on is '加入日期 | Joined on
[event]
自该日起为成员 | A member from this day on';
comment on column membership.role is '角色 | Role
lead = 组长单位 | Leading organization
participant = 参与单位 | Participating organization';
comment on column membership.left_on is '退出日期 | Left on
[event]
自该日起不再是成员，继任者可于同日加入 | No longer a member from this day on; a successor may join the same day';
comment on column membership.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
