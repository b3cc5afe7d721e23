-- Flagship outcomes: best-practice cases, research bases, think-tank products, projects.
-- Grain: one row per outcome and group that took part (outcomes_delivered).
-- Columns: item = kind of outcome; numerator = 1 / number of those groups; denominator = null.
select *
from outcomes_delivered(['best_practice_case', 'research_base', 'think_tank_product', 'project'])
