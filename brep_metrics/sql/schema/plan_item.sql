-- plan_item: one row per task of a work plan, or of a member's own plan.
create table plan_item (
    plan_item_id varchar not null,
    group_id varchar not null references working_group (group_id),
    report_id varchar references report (report_id),
    organization_id varchar references organization (organization_id),
    work_content varchar not null check (work_content in (
        'policy_exchange', 'programme_alignment', 'technical_cooperation', 'project_development', 'capacity_building', 'other'
    )),
    title varchar not null,
    due_on date not null,
    first_due_on date,
    completed_on date,
    withdrawn_on date,
    recorded_on date,
    primary key (plan_item_id)
);
comment on table plan_item is '计划事项 | Plan item
每行是工作计划中的一项任务，或参与单位自己的计划 | One row per task of a work plan, or of a member''s own plan
[alike group_id organization_id? title due_on]
[filed lead: new change removal]
[filed member: new change removal]';
comment on column plan_item.plan_item_id is '计划事项编号 | Plan item';
comment on column plan_item.group_id is '工作组 | Working group';
comment on column plan_item.report_id is '所属报告 | Report
[filed lead]';
comment on column plan_item.organization_id is '提出单位 | Organization
参与单位自己的计划时填写 | Where it is a member''s own plan
[filed lead]';
comment on column plan_item.work_content is '工作内容 | Work content
policy_exchange = 政策交流 | Policy exchange
programme_alignment = 规划对接 | Development programme alignment
technical_cooperation = 技术合作 | Technical cooperation
project_development = 项目开发 | Project development
capacity_building = 能力建设 | Capacity building
other = 其他 | Other
[filed lead member]';
comment on column plan_item.title is '标题 | Title
[filed lead member]';
comment on column plan_item.due_on is '计划完成日期 | Due on
[filed lead member]';
comment on column plan_item.first_due_on is '首次计划完成日期 | First due on
[first $due_on]
完成率和延误按此日期计算；为空时为计划完成日期；仅由评估人员修改 | Completion and delay count from this day, or from the due date where it is empty; changed by evaluators only';
comment on column plan_item.completed_on is '完成日期 | Completed on
[event]
[filed lead member]';
comment on column plan_item.withdrawn_on is '撤销日期 | Withdrawn on
[event]
[filed lead member]
[day]
不再实施的事项仍计入完成率的基数 | An item that is not pursued any more still counts in the base of completion';
comment on column plan_item.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
