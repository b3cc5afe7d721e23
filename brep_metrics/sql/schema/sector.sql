-- sector: one row per field of cooperation; the list is open.
create table sector (
    sector_id varchar not null,
    name_zh varchar,
    name_en varchar,
    tier varchar not null check (tier in ('conventional', 'frontier', 'network')),
    recorded_on date,
    primary key (sector_id),
    check (coalesce(name_zh, name_en) is not null)
);
comment on table sector is '领域 | Sector
每行一个合作领域；领域清单是开放的 | One row per field of cooperation; the list is open
[alike name_zh]
[alike name_en]';
comment on column sector.sector_id is '领域编号 | Sector';
comment on column sector.name_zh is '中文名称 | Name in Chinese';
comment on column sector.name_en is '英文名称 | Name in English';
comment on column sector.tier is '领域类别 | Tier
conventional = 常规领域 | Conventional field
frontier = 前沿领域 | Frontier field
network = 创新网络 | Innovation network';
comment on column sector.recorded_on is '首次收到日期 | Recorded on
国家能源局首次收到该记录的日期；为空时取载入当日 | When NEA first received the record; the date of the load where empty';
