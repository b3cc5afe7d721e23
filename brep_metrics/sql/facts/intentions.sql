-- Records of Intention submitted within a span of days, the latest first.
-- Grain: one row a record.
-- Columns: intention_id, organization_zh, organization_en, sector_id, proposed_role, submitted_on, decision, suggestion.
select
    intention.intention_id,
    organization.name_zh as organization_zh,
    organization.name_en as organization_en,
    intention.sector_id,
    intention.proposed_role,
    intention.submitted_on,
    intention.decision,
    intention.suggestion
from intention
inner join organization using (organization_id)
where intention.submitted_on between $starts_on and $ends_on
order by intention.submitted_on desc, intention.intention_id
