-- The countries with their names' order in each language (Chinese by pinyin).
-- Grain: one row per country.
-- Columns: country_code, name_zh, name_en, order_zh, order_en.
select
    country_code,
    name_zh,
    name_en,
    row_number() over (order by coalesce(name_zh, name_en) collate zh, country_code) as order_zh,
    row_number() over (order by lower(coalesce(name_en, name_zh)), country_code) as order_en
from country
order by country_code
