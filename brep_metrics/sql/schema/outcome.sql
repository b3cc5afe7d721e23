-- outcome: one row per outcome that a group delivered.
create table outcome (
    outcome_id varchar not null,
    group_id varchar not null references working_group (group_id),
    kind varchar not null check (kind in (
        'best_practice_case', 'research_base', 'think_tank_product', 'expert', 'young_talent', 'project'
    )),
    title_zh varchar,
    title_en varchar,
    delivered_on date not null,
    country_codes varchar[] not null,
    organization_ids varchar[] not null,
    partner_group_ids varchar[] not null,
    quantity decimal(18, 3),
    unit varchar,
    recorded_on date,
    primary key (outcome_id),
    check (coalesce(title_zh, title_en) is not null),
    check (quantity >= 0)
);
comment on table outcome is '成果 | Outcome
每行是工作组交付的一项成果 | One row per outcome that a group delivered
[alike kind title_zh delivered_on]
[alike kind title_en delivered_on]
[filed lead: new change removal]';
comment on column outcome.outcome_id is '成果编号 | Outcome';
comment on column outcome.group_id is '工作组 | Working group';
comment on column outcome.kind is '成果类别 | Kind of outcome
best_practice_case = 最佳实践案例 | Best practice case
research_base = 能源合作研究基地 | Energy cooperation research base
think_tank_product = 智库产品 | Think tank product
expert = 能源合作专家 | Energy cooperation expert
young_talent = 优秀青年人才 | Young talent
project = 合作项目 | Project
[filed lead]';
comment on column outcome.title_zh is '中文标题 | Title in Chinese
[filed lead]';
comment on column outcome.title_en is '英文标题 | Title in English
[filed lead]';
comment on column outcome.delivered_on is '交付日期 | Delivered on
[event]
[filed lead]';
comment on column outcome.country_codes is '涉及国家 | Countries
[references country (country_code)]
以分号分隔的国家代码；可为空 | Country codes separated by semicolons; may be empty
[filed lead]';
comment on column outcome.organization_ids is '参与单位 | Organizations
[references organization (organization_id)]
以分号分隔的单位编号；可为空 | Organizations taking part, separated by semicolons; may be empty
[filed lead]';
comment on column outcome.partner_group_ids is '合作工作组 | Partner groups
[references working_group (group_id)]
共同开展的其他工作组，以分号分隔；可为空 | Other working groups that took part, separated by semicolons; may be empty
[filed lead]';
comment on column outcome.quantity is '数量 | Quantity
[filed lead]';
comment on column outcome.unit is '单位 | Unit
数量的计量单位，如 MW | The unit of the quantity, such as MW
[filed lead]';
comment on column outcome.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
