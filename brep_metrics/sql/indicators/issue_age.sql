-- Age of issues: days to resolution, or to the as-of date while open.
-- Grain: one row per issue raised in the evaluated period.
-- Columns: item = null; numerator = days; denominator = null.
select
    period_of(raised_on) as period,
    group_id,
    'issue' as source,
    issue_id as record_id,
    cast(null as varchar) as item,
    cast(coalesce(resolved_on, $as_of) - raised_on as decimal(18, 6)) as numerator,
    cast(null as decimal(18, 6)) as denominator
from issue
where is_evaluated(raised_on)
