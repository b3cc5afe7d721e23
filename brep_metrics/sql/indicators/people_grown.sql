-- Experts and young talents brought forward in the period.
-- Grain: one row per person and group that took part (outcomes_delivered).
-- Columns: item = kind of outcome; numerator = 1 / number of those groups; denominator = null.
select *
from outcomes_delivered(['expert', 'young_talent'])
