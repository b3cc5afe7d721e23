"""The whole demonstration network as tables: runs the generators season by season and puts their rows together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from brep_metrics.demo.cooperation import activity_rows
from brep_metrics.demo.coordination import issue_rows, need_rows
from brep_metrics.demo.organizations import (
    intention_rows,
    make_circles,
    make_members,
    make_organizations,
    membership_rows,
    organization_rows,
)
from brep_metrics.demo.outcomes import outcome_tables
from brep_metrics.demo.parameters import load_parameters
from brep_metrics.demo.reporting import plan_item_rows, report_rows
from brep_metrics.demo.seasons import Season, seasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brep_metrics.demo.parameters import Parameters
    from brep_metrics.table_files import Row, Tables

Variant = Literal["full", "eight"]


def tables(variant: Variant = "full") -> Tables:
    """The demonstration's tables, parents before children.

    Args:
        variant: `full` has 24 groups; `eight` one per field, as in the real network, with the very rows they have in
            `full`, except that partner groups which are missing are left out.

    """
    parameters = load_parameters()
    organizations = make_organizations(parameters)
    members = make_members(parameters, organizations)
    found: dict[str, list[Row]] = {
        "sector": list(_sector_rows(parameters)),
        "country": list(_country_rows(parameters)),
        "organization": list(organization_rows(organizations, parameters.start)),
        "working_group": list(_group_rows(parameters)),
        "membership": list(membership_rows(members, parameters.start)),
        "intention": list(intention_rows(parameters, organizations, members)),
        "target": list(_target_rows(parameters)),
    }
    for season in seasons(parameters, members, make_circles(parameters, members)):
        for table, rows in _season_tables(season).items():
            found.setdefault(table, []).extend(rows)
    return found if variant == "full" else _core(found, parameters)


def _season_tables(season: Season) -> Mapping[str, list[Row]]:
    reports = list(report_rows(season))
    plan = next((row for row in reports if row["kind"] == "work_plan"), None)
    active = _active(season)
    thin = season.group.life == "thin"
    return {
        "report": reports,
        "plan_item": [] if thin else list(plan_item_rows(season, active, plan)),
        "activity": list(activity_rows(season, active)),
        **outcome_tables(season, active),
        "need": list(need_rows(season)),
        "issue": list(issue_rows(season)),
    }


def _active(season: Season) -> list[str]:
    """The participants that take part in anything this season."""
    present = dict.fromkeys(member.organization_id for member in season.present() if member.role == "participant")
    return [one for one in present if season.happens("delivery", "member_active")]


def _core(found: Mapping[str, list[Row]], parameters: Parameters) -> dict[str, list[Row]]:
    core = {group.group_id for group in parameters.groups if group.core}
    kept: dict[str, list[Row]] = {}
    outcomes = {row["outcome_id"] for row in found["outcome"] if row["group_id"] in core}
    for table, rows in found.items():
        kept[table] = [
            _without_partners(row, core)
            for row in rows
            if row.get("group_id") in {*core, None}
            and (table not in {"review", "showcase"} or row["outcome_id"] in outcomes)
        ]
    return kept


def _without_partners(row: Row, core: set[str]) -> Row:
    partners = row.get("partner_group_ids")
    if not isinstance(partners, list):
        return row
    return {**row, "partner_group_ids": [one for one in partners if one in core]}


def _sector_rows(parameters: Parameters) -> Iterator[Row]:
    for sector in parameters.sectors:
        name = {"name_zh": sector.name.zh, "name_en": sector.name.en}
        yield {"sector_id": sector.sector_id, **name, "tier": sector.tier, "recorded_on": parameters.start}


def _country_rows(parameters: Parameters) -> Iterator[Row]:
    for country in parameters.countries:
        yield {
            "country_code": country.country_code,
            "name_zh": country.name.zh,
            "name_en": country.name.en,
            "region": country.region,
            "member_from": country.member_from,
            "member_to": None,
            "recorded_on": parameters.start,
        }


def _group_rows(parameters: Parameters) -> Iterator[Row]:
    for group in parameters.groups:
        yield {
            "group_id": group.group_id,
            "name_zh": group.name.zh,
            "name_en": group.name.en,
            "sector_id": group.sector_id,
            "established_on": group.established_on,
            "dissolved_on": group.dissolved_on,
            "recorded_on": max(group.established_on, parameters.start),
        }


def _target_rows(parameters: Parameters) -> Iterator[Row]:
    for number, target in enumerate(parameters.targets, start=1):
        yield {
            "target_id": f"T{number:02}",
            "kind": target["kind"],
            "quantity": target["quantity"],
            "period_start": parameters.start,
            "period_end": parameters.end,
            "group_id": target.get("group_id"),
            "recorded_on": parameters.start,
        }
