-- working_group: one row per working group.
create table working_group (
    group_id varchar not null,
    name_zh varchar,
    name_en varchar,
    sector_id varchar not null references sector (sector_id),
    established_on date not null,
    dissolved_on date,
    recorded_on date,
    primary key (group_id),
    check (coalesce(name_zh, name_en) is not null),
    check (established_on <= dissolved_on)
);
comment on table working_group is '工作组 | Working group
每行一个工作组 | One row per working group
[alike name_zh]
[alike name_en]';
comment on column working_group.group_id is '工作组编号 | Working group';
comment on column working_group.name_zh is '中文名称 | Name in Chinese';
comment on column working_group.name_en is '英文名称 | Name in English';
comment on column working_group.sector_id is '领域 | Sector';
comment on column working_group.established_on is '成立日期 | Established on
[event]';
comment on column working_group.dissolved_on is '撤销日期 | Dissolved on
[event]';
comment on column working_group.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
