-- Records of Intention submitted within a span of days, for some sectors, or for all. The latest first.
-- Grain: one row per record.
-- Columns: intention_id, organization_zh, organization_en, sector_id, proposed_role, submitted_on, decision,
-- decided_on, days (to the decision, or to the as-of date), suggestion.
select
    intention.intention_id,
    organization.name_zh as organization_zh,
    organization.name_en as organization_en,
    intention.sector_id,
    intention.proposed_role,
    intention.submitted_on,
    intention.decision,
    intention.decided_on,
    date_diff('day', intention.submitted_on, coalesce(intention.decided_on, $as_of)) as days,
    intention.suggestion
from intention
inner join organization using (organization_id)
where intention.submitted_on between $starts_on and $ends_on
    and ($every_sector or list_contains($sector_ids, intention.sector_id))
order by intention.submitted_on desc, intention.intention_id
