-- country: one row per country; membership is dated, and the official total is never derived from the rows.
create table country (
    country_code varchar not null,
    name_zh varchar,
    name_en varchar,
    region varchar not null,
    member_from date,
    member_to date,
    recorded_on date,
    primary key (country_code),
    check (coalesce(name_zh, name_en) is not null),
    check (regexp_full_match(country_code, '[A-Z]{2}')),
    check (member_from <= member_to)
);
comment on table country is '国家 | Country
每行一个国家；成员身份带日期，不由行数推算成员国总数 | One row per country; membership is dated, and the official total is never derived from the rows
[alike name_zh]
[alike name_en]';
comment on column country.country_code is '国家代码 | Country code
ISO 3166-1 两位字母代码，大写 | ISO 3166-1 alpha-2, upper case';
comment on column country.name_zh is '中文名称 | Name in Chinese';
comment on column country.name_en is '英文名称 | Name in English';
comment on column country.region is '地区 | Region';
comment on column country.member_from is '加入日期 | Member from
[event]
加入“一带一路”能源合作伙伴关系的日期 | When the country joined the Belt and Road Energy Partnership';
comment on column country.member_to is '退出日期 | Member until
[event]';
comment on column country.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
