-- showcase: one row per occasion on which an outcome was showcased.
create table showcase (
    showcase_id varchar not null,
    outcome_id varchar not null references outcome (outcome_id),
    channel varchar not null check (channel in ('ministerial_conference', 'forum', 'website', 'media')),
    event varchar,
    shown_on date not null,
    recorded_on date,
    primary key (showcase_id)
);
comment on table showcase is '宣传推介 | Showcase
每行是一项成果的一次宣传推介 | One row per occasion on which an outcome was showcased
[alike outcome_id channel event? shown_on]';
comment on column showcase.showcase_id is '推介编号 | Showcase';
comment on column showcase.outcome_id is '成果 | Outcome';
comment on column showcase.channel is '渠道 | Channel
ministerial_conference = 能源部长会议 | Ministerial conference
forum = 论坛 | Forum
website = 合作网站 | Website
media = 媒体 | Media';
comment on column showcase.event is '会议或栏目 | Event';
comment on column showcase.shown_on is '推介日期 | Shown on
[event]';
comment on column showcase.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
