-- organization: one row per organization that takes part or has applied to.
create table organization (
    organization_id varchar not null,
    name_zh varchar,
    name_en varchar,
    kind varchar not null check (kind in (
        'business', 'financial_institution', 'research_institution', 'university', 'industry_association', 'other'
    )),
    country_code varchar references country (country_code),
    recorded_on date,
    primary key (organization_id),
    check (coalesce(name_zh, name_en) is not null)
);
comment on table organization is '单位 | Organization
每行一个成员单位或申请单位 | One row per organization that takes part or has applied to
[alike name_zh]
[alike name_en]
[filed applicant: new]';
comment on column organization.organization_id is '单位编号 | Organization';
comment on column organization.name_zh is '中文名称 | Name in Chinese
[filed applicant]';
comment on column organization.name_en is '英文名称 | Name in English
[filed applicant]';
comment on column organization.kind is '单位类别 | Kind of organization
business = 企业 | Business
financial_institution = 金融机构 | Financial institution
research_institution = 科研院所 | Research institution
university = 高校 | University
industry_association = 行业协会 | Industry association
other = 其他 | Other
[filed applicant]';
comment on column organization.country_code is '所在国家 | Country
[filed applicant]';
comment on column organization.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
