-- activity: one row per activity that a group held.
create table activity (
    activity_id varchar not null,
    group_id varchar not null references working_group (group_id),
    work_content varchar not null check (work_content in (
        'policy_exchange', 'programme_alignment', 'technical_cooperation', 'project_development', 'capacity_building', 'other'
    )),
    title varchar not null,
    held_on date not null,
    country_codes varchar[] not null,
    organization_ids varchar[] not null,
    partner_group_ids varchar[] not null,
    participants integer,
    recorded_on date,
    primary key (activity_id),
    check (participants >= 0)
);
comment on table activity is '活动 | Activity
每行是工作组开展的一次活动 | One row per activity that a group held
[alike work_content title held_on]
[filed lead: new change removal]';
comment on column activity.activity_id is '活动编号 | Activity';
comment on column activity.group_id is '工作组 | Working group';
comment on column activity.work_content is '工作内容 | Work content
policy_exchange = 政策交流 | Policy exchange
programme_alignment = 规划对接 | Development programme alignment
technical_cooperation = 技术合作 | Technical cooperation
project_development = 项目开发 | Project development
capacity_building = 能力建设 | Capacity building
other = 其他 | Other
[filed lead]';
comment on column activity.title is '标题 | Title
[filed lead]';
comment on column activity.held_on is '举办日期 | Held on
[event]
[filed lead]';
comment on column activity.country_codes is '涉及国家 | Countries
[references country (country_code)]
以分号分隔的国家代码；可为空 | Country codes separated by semicolons; may be empty
[filed lead]';
comment on column activity.organization_ids is '参与单位 | Organizations
[references organization (organization_id)]
以分号分隔的单位编号；可为空 | Organizations taking part, separated by semicolons; may be empty
[filed lead]';
comment on column activity.partner_group_ids is '合作工作组 | Partner groups
[references working_group (group_id)]
共同开展的其他工作组，以分号分隔；可为空 | Other working groups that took part, separated by semicolons; may be empty
[filed lead]';
comment on column activity.participants is '参加人数 | Participants
人次 | Persons
[filed lead]';
comment on column activity.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
