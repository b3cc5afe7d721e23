-- The countries by code.
-- Grain: one row a country. Columns: country_code, name_zh, name_en, region.
select
    country_code,
    name_zh,
    name_en,
    region
from country
order by country_code
