"""From investments to tables; every choice of the mapping is explained beside the table it makes.

`recorded_on` is left out everywhere: the source gives no such date, so the day of the load is used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from brep_metrics.cofi.reading import name_key
from brep_metrics.cofi.words import country_name, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from brep_metrics.cofi.reading import Investment
    from brep_metrics.table_files import Row, Tables

FINANCIAL = re.compile(r"\b(bank|fund)\b", re.IGNORECASE)
DEFAULT_YEAR = 1900  # before any plant, for a file without a single commissioning year


def make_tables(investments: Sequence[Investment]) -> Tables:
    """The tables, parents before children."""
    organizations = _organizations(investments)
    projects = [one for one in investments if one.commissioned]
    return {
        "sector": list(_sector_rows()),
        "country": list(_country_rows(investments)),
        "organization": sorted(organizations.values(), key=lambda row: str(row["organization_id"])),
        "working_group": list(_group_rows(investments)),
        "outcome": [_outcome_row(project, organizations) for project in projects],
        "review": list(_review_rows(projects)),
    }


def slug(name: str) -> str:
    """A code made of a name: its letters and digits in lower case, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _sector_rows() -> Iterator[Row]:
    for technology in words()["technology"].values():
        names = {"name_zh": technology["zh"], "name_en": technology["en"]}
        yield {"sector_id": technology["sector_id"], **names, "tier": "conventional"}


def _country_rows(investments: Iterable[Investment]) -> Iterator[Row]:
    """Countries under CLDR's names; the region is the file's. Whether they are members is not this source's to say."""
    for code, region in sorted({(one.country, one.region) for one in investments}):
        name = country_name(code)
        yield {"country_code": code, "name_zh": name.zh, "name_en": name.en, "region": region}


def _organizations(investments: Iterable[Investment]) -> dict[str, Row]:
    """Investors, parent companies and lenders by `name_key`; the source names no country of theirs.

    A lender is a financial institution, as is an investor whose name says bank or fund; any other is a business.
    """
    found: dict[str, Row] = {}
    for lender in words()["lender"].values():
        found[name_key(lender["en"])] = _organization(lender["en"], "financial_institution", lender["zh"])
    named = {name for one in investments for name in one.investors}
    for name in sorted(named):
        kind = "financial_institution" if FINANCIAL.search(name) else "business"
        found.setdefault(name_key(name), _organization(name, kind))
    return found


def _organization(name: str, kind: str, name_zh: str | None = None) -> Row:
    return {"organization_id": slug(name), "name_zh": name_zh, "name_en": name, "kind": kind}


def _group_rows(investments: Sequence[Investment]) -> Iterator[Row]:
    """One group per sub-region, in the field of the technology of which most megawatts were commissioned there.

    Groups are a device of evaluation here, without members: all begin with the year of the oldest plant.
    """
    first = min((one.year for one in investments if one.year is not None), default=DEFAULT_YEAR)
    megawatts: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in investments:
        megawatts[one.subregion][one.technology] += (one.capacity or 0) if one.commissioned else 0
    for subregion, by_technology in sorted(megawatts.items()):
        main = max(sorted(by_technology), key=by_technology.__getitem__)
        yield {
            "group_id": slug(subregion),
            "name_zh": words()["subregion"][subregion],
            "name_en": subregion,
            "sector_id": words()["technology"][main]["sector_id"],
            "established_on": date(first, 1, 1),
            "dissolved_on": None,
        }


def _commissioned_on(year: int | None) -> date | None:
    """The last day of the year, the first on which a plant of that year is certain to run; the source has no day."""
    return None if year is None else date(year, 12, 31)


def _outcome_row(project: Investment, organizations: dict[str, Row]) -> Row:
    technology = words()["technology"][project.technology]
    lenders = (words()["lender"][column]["en"] for column in project.lenders)
    involved = (str(organizations[name_key(name)]["organization_id"]) for name in (*project.investors, *lenders))
    return {
        "outcome_id": project.key,
        "group_id": slug(project.subregion),
        "kind": "project",
        "title_zh": f"{project.name}({technology['zh']})",
        "title_en": f"{project.name} ({technology['en']})",
        "delivered_on": _commissioned_on(project.year),
        "country_codes": [project.country],
        "organization_ids": list(dict.fromkeys(involved)),
        "partner_group_ids": [],
        "quantity": None if project.capacity is None else str(project.capacity),
        "unit": None if project.capacity is None else "MW",
    }


def _review_rows(projects: Iterable[Investment]) -> Iterator[Row]:
    """The source's own classification as a review: 100 points for renewable, 0 for fossil."""
    for project in projects:
        score = words()["classification"].get(project.classification)
        if score is not None:
            yield {
                "review_id": f"{project.key}-{words()['criterion']}",
                "outcome_id": project.key,
                "reviewer": words()["published_by"],
                "criterion": words()["criterion"],
                "score": score,
                "reviewed_on": _commissioned_on(project.year),
            }
