-- The working groups with their names' order in each language (Chinese by pinyin).
-- Grain: one row per working group.
-- Columns: group_id, name_zh, name_en, sector_id, established_on, dissolved_on, order_zh, order_en.
select
    group_id,
    name_zh,
    name_en,
    sector_id,
    established_on,
    dissolved_on,
    row_number() over (order by coalesce(name_zh, name_en) collate zh, group_id) as order_zh,
    row_number() over (order by lower(coalesce(name_en, name_zh)), group_id) as order_en
from working_group
order by group_id
