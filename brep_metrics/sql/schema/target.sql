-- target: one row per target: how many outcomes of a kind are to be reached within a stretch of time.
create table target (
    target_id varchar not null,
    kind varchar not null check (kind in (
        'best_practice_case', 'research_base', 'think_tank_product', 'expert', 'young_talent', 'project'
    )),
    quantity decimal(18, 3) not null,
    period_start date not null,
    period_end date not null,
    group_id varchar references working_group (group_id),
    recorded_on date,
    primary key (target_id),
    check (period_start <= period_end),
    check (quantity >= 0)
);
comment on table target is '目标 | Target
每行是一个时期内某类成果的目标数量 | One row per target: how many outcomes of a kind are to be reached within a stretch of time
[alike kind group_id? period_start period_end]';
comment on column target.target_id is '目标编号 | Target';
comment on column target.kind is '成果类别 | Kind of outcome
best_practice_case = 最佳实践案例 | Best practice case
research_base = 能源合作研究基地 | Energy cooperation research base
think_tank_product = 智库产品 | Think tank product
expert = 能源合作专家 | Energy cooperation expert
young_talent = 优秀青年人才 | Young talent
project = 合作项目 | Project';
comment on column target.quantity is '目标数量 | Quantity';
comment on column target.period_start is '开始日期 | Period start';
comment on column target.period_end is '结束日期 | Period end';
comment on column target.group_id is '工作组 | Working group
为空表示整个合作网络 | Empty for the whole network';
comment on column target.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
