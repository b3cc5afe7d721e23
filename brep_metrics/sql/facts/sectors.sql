-- The sectors with their names' order in each language (Chinese by pinyin).
-- Grain: one row per sector. Columns: sector_id, name_zh, name_en, tier, order_zh, order_en.
select
    sector_id,
    name_zh,
    name_en,
    tier,
    row_number() over (order by coalesce(name_zh, name_en) collate zh, sector_id) as order_zh,
    row_number() over (order by lower(coalesce(name_en, name_zh)), sector_id) as order_en
from sector
order by sector_id
