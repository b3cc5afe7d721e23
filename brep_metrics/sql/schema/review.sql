-- review: one row per score that a reviewer gave to an outcome.
create table review (
    review_id varchar not null,
    outcome_id varchar not null references outcome (outcome_id),
    reviewer varchar not null,
    criterion varchar,
    score decimal(5, 2) not null,
    reviewed_on date not null,
    recorded_on date,
    primary key (review_id),
    check (score between 0 and 100)
);
comment on table review is '评议 | Review
每行是一位评议人对一项成果的一个评分 | One row per score that a reviewer gave to an outcome
[alike outcome_id reviewer criterion?]';
comment on column review.review_id is '评议编号 | Review';
comment on column review.outcome_id is '成果 | Outcome';
comment on column review.reviewer is '评议人 | Reviewer';
comment on column review.criterion is '评议标准 | Criterion';
comment on column review.score is '得分 | Score
[event reviewed_on]
0 至 100 分 | From 0 to 100 points';
comment on column review.reviewed_on is '评议日期 | Reviewed on
[event]';
comment on column review.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
