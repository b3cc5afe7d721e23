-- report: one row per reporting obligation: NEA creates it, the leading organization fills it.
create table report (
    report_id varchar not null,
    group_id varchar not null references working_group (group_id),
    kind varchar not null check (kind in ('work_plan', 'execution_review', 'progress')),
    period_start date not null,
    period_end date not null,
    due_on date not null,
    submitted_on date,
    accepted_on date,
    title varchar,
    recorded_on date,
    primary key (report_id),
    check (period_start <= period_end),
    check (submitted_on <= accepted_on)
);
comment on table report is '报告 | Report
每行是一项报告义务：由国家能源局设立，由组长单位填报 | One row per reporting obligation: NEA creates it, the leading organization fills it
[alike group_id kind period_start period_end]
[filed lead: change]';
comment on column report.report_id is '报告编号 | Report';
comment on column report.group_id is '工作组 | Working group';
comment on column report.kind is '报告类别 | Kind of report
work_plan = 工作计划 | Work plan
execution_review = 总结 | Execution review
progress = 重点工作进展 | Progress on key issues';
comment on column report.period_start is '报告期开始 | Period start';
comment on column report.period_end is '报告期结束 | Period end
报告归入该日期所在的评估周期 | The report belongs to the evaluation period of this day';
comment on column report.due_on is '应交日期 | Due on';
comment on column report.submitted_on is '提交日期 | Submitted on
[event]
为空表示尚未提交 | Empty while not filed
[day]';
comment on column report.accepted_on is '接受日期 | Accepted on
[event]';
comment on column report.title is '标题 | Title
[filed lead]';
comment on column report.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
