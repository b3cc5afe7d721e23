"""A synthetic network of any size, written into a store by DuckDB alone: the input of every benchmark.

Rows are in the order of their dates, as a load leaves them. The same sizes give the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brep_metrics.store import Generation, Store

FIRST_DAY, LAST_DAY = date(2021, 7, 1), date(2026, 6, 30)

# How a number of fact rows is divided among the tables; every outcome has two reviews.
SHARES = {
    "membership": 0.02,
    "report": 0.10,
    "plan_item": 0.25,
    "activity": 0.15,
    "outcome": 0.10,
    "review": 0.20,
    "showcase": 0.05,
    "need": 0.08,
    "issue": 0.05,
}

_MACROS = """
    -- A number below `bound` that looks random and depends on the row and the purpose alone.
    create temp macro pick(i, purpose, bound) as cast(hash(i, purpose) % bound as integer);
    create temp macro chance(i, purpose, percent) as pick(i, purpose, 100) < percent;
    create temp macro day_of(i, total, first_day, last_day) as
        first_day + cast(i * (last_day - first_day + 1) // total as integer);
    create temp macro group_at(g) as 'G' || lpad(cast(g as varchar), 5, '0');
    create temp macro member_at(g, members, i) as
        'O' || lpad(cast(g * members + pick(i, 'member', members) as varchar), 7, '0');
    create temp macro country_at(c) as ['CN', 'PK', 'KZ', 'ID', 'SA', 'AE', 'TH', 'LA', 'KH', 'VN', 'HU', 'RS', 'TR',
        'EG', 'KE', 'ET', 'CL', 'PE', 'NP', 'MN'][c + 1];
    create temp macro content_at(c) as ['policy_exchange', 'programme_alignment', 'technical_cooperation',
        'project_development', 'capacity_building', 'other'][c + 1];
    create temp macro kind_at(c) as ['best_practice_case', 'research_base', 'think_tank_product', 'expert',
        'young_talent', 'project'][c + 1];
    create temp macro countries_of(i) as
        list_distinct(list_transform(range(1 + pick(i, 'countries', 4)),
        lambda k: country_at(pick(i + k, 'country', 20))));
    create temp macro members_of(i, g, members) as
        list_distinct(list_transform(range(pick(i, 'organizations', 6)), lambda k: member_at(g, members, i + k)));
    create temp macro partners_of(i, g, groups) as
        case when chance(i, 'partner', 25) then [group_at((g + 1 + pick(i, 'which', groups - 1)) % groups)] else [] end;
"""

# Each selects from `row(i, g, day)`: the row's number, its group's number and its date.
_SELECTS: Mapping[str, str] = {
    "report": """
        select 'R' || i as report_id, group_at(g) as group_id,
            ['work_plan', 'execution_review', 'progress', 'progress'][1 + pick(i, 'kind', 4)] as kind,
            day - 89 as period_start, day as period_end, day + 31 as due_on,
            case when chance(i, 'submitted', 90) then day + pick(i, 'late', 45) end as submitted_on,
            case when chance(i, 'submitted', 90) and chance(i, 'accepted', 90) then day + 50 + pick(i, 'wait', 30) end
            as accepted_on,
            day - 30 as recorded_on
        from row
    """,
    "plan_item": """
        select 'P' || i as plan_item_id, group_at(g) as group_id,
            case when chance(i, 'own', 60) then member_at(g, $members, i) end as organization_id,
            content_at(pick(i, 'content', 6)) as work_content, 'item ' || i as title, day as due_on,
            case when chance(i, 'completed', 85) then day - 60 + pick(i, 'late', 150) end as completed_on,
            day - 90 as recorded_on
        from row
    """,
    "activity": """
        select 'A' || i as activity_id, group_at(g) as group_id, content_at(pick(i, 'content', 6)) as work_content,
            'activity ' || i as title, day as held_on, countries_of(i) as country_codes,
            members_of(i, g, $members) as organization_ids, partners_of(i, g, $groups) as partner_group_ids,
            case when chance(i, 'counted', 80) then pick(i, 'heads', 150) end as participants,
            day + pick(i, 'recorded', 20) as recorded_on
        from row
    """,
    "outcome": """
        select 'U' || i as outcome_id, group_at(g) as group_id, kind_at(pick(i, 'kind', 6)) as kind,
            'outcome ' || i as title_en, day as delivered_on, countries_of(i) as country_codes,
            members_of(i, g, $members) as organization_ids, partners_of(i, g, $groups) as partner_group_ids,
            day + pick(i, 'recorded', 20) as recorded_on
        from row
    """,
    "review": """
        select 'V' || i as review_id, 'U' || i // 2 as outcome_id, 'reviewer ' || pick(i, 'reviewer', 50) as reviewer,
            50 + pick(i, 'score', 101) / 2 as score, day + 10 + pick(i, 'wait', 40) as reviewed_on,
            day + 50 as recorded_on
        from row
    """,
    "showcase": """
        select 'S' || i as showcase_id, 'U' || cast(i * 2 - pick(i, 'which', least(i * 2, 200) + 1) as integer)
            as outcome_id,
            ['ministerial_conference', 'forum', 'website', 'media'][1 + pick(i, 'channel', 4)] as channel,
            day as shown_on, day as recorded_on
        from row
    """,
    "need": """
        select 'N' || i as need_id, group_at(g) as group_id, member_at(g, $members, i) as organization_id,
            'need ' || i as title, day as raised_on,
            case when chance(i, 'answered', 85) then day + pick(i, 'wait', 50) end as answered_on,
            day as recorded_on
        from row
    """,
    "issue": """
        select 'I' || i as issue_id, group_at(g) as group_id, 'issue ' || i as title, day as raised_on,
            case when chance(i, 'escalated', 40) then day + pick(i, 'until', 120) end as escalated_on,
            case when chance(i, 'resolved', 80) then greatest(escalated_on, day + pick(i, 'age', 200)) end
            as resolved_on,
            day as recorded_on
        from row
    """,
}

_REFERENCES = """
    insert into sector by name
        select 'S1' as sector_id, 'sector' as name_en, 'frontier' as tier, $first_day as recorded_on;
    insert into country by name
        select country_at(c) as country_code, 'country ' || c as name_en, 'region' as region, $first_day as recorded_on
        from range(20) as number(c);
    insert into organization by name
        select 'O' || lpad(cast(o as varchar), 7, '0') as organization_id, 'organization ' || o as name_en,
            'business' as kind, $first_day as recorded_on
        from range($groups * $members) as number(o);
    insert into working_group by name
        select group_at(g) as group_id, 'group ' || g as name_en, 'S1' as sector_id, $first_day - 1 as established_on,
            $first_day as recorded_on
        from range($groups) as number(g);
    insert into membership by name
        select group_at(g) as group_id, 'O' || lpad(cast(g * $members + m as varchar), 7, '0') as organization_id,
            $first_day + pick(g * $members + m, 'joined', (9 * ($last_day - $first_day)) // 10) as joined_on,
            case when m = 0 then 'lead' else 'participant' end as role,
            case when m > 0 and chance(g * $members + m, 'left', 20) then $last_day - 30 end as left_on,
            joined_on as recorded_on
        from range($groups) as of_group(g), range($members) as of_member(m)
        order by joined_on
"""


@dataclass(frozen=True)
class Size:
    """How large a network is: working groups, and fact rows of all tables together."""

    groups: int
    rows: int

    @property
    def members(self) -> int:
        """Members of each group."""
        return max(3, int(self.rows * SHARES["membership"]) // self.groups)


def write_network(
    store: Store, size: Size, *, first_day: date = FIRST_DAY, last_day: date = LAST_DAY
) -> Generation | None:
    """Publish a generation that holds a network of `size` whose events spread evenly from first to last day."""
    with store.write(who="benchmark", why=f"{size.groups} groups, {size.rows} rows", day=last_day) as draft:
        draft.execute(_MACROS)
        for sql, used in _statements(size, first_day, last_day):
            draft.execute(sql, used)
    return store.current()


def _statements(size: Size, first_day: date, last_day: date) -> Iterator[tuple[str, Mapping[str, object]]]:
    known: dict[str, object] = {
        "groups": size.groups,
        "members": size.members,
        "first_day": first_day,
        "last_day": last_day,
    }
    for sql in _REFERENCES.split(";"):
        yield sql, _used(sql, known)
    for table, select in _SELECTS.items():
        sql = f"""
            insert into {table} by name
            with row as (
                select i, pick(i, '{table}', $groups) as g, day_of(i, $rows, $first_day, $last_day) as day
                from range($rows) as number(i)
            )
            -- Nothing is received after the day of the load.
            select * replace (least(recorded_on, $last_day) as recorded_on) from ({select}) as made
        """  # noqa: S608 - the texts are above
        yield sql, _used(sql, {**known, "rows": int(size.rows * SHARES[table])})


def _used(sql: str, known: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in known.items() if f"${name}" in sql}
