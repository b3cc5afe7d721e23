"""A small network as files, complete and without a fault, which each test breaks in its own way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from copies import copy_store

from brep_metrics.intake import load
from brep_metrics.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.intake import Report

FILES = {
    "sector": "sector_id,name_zh,name_en,tier,recorded_on\npower,电力,Electric power,conventional,2021-06-08\n",
    "country": (
        "country_code,name_zh,name_en,region,member_from,member_to,recorded_on\n"
        "CN,中国,China,East Asia,2019-04-25,,2021-06-08\nKZ,哈萨克斯坦,Kazakhstan,Central Asia,2019-04-25,,\n"
    ),
    "organization": (
        "organization_id,name_zh,name_en,kind,country_code,recorded_on\n"
        "o1,演示电网,Demo Grid,business,CN,2021-06-08\no2,演示大学,Demo University,university,KZ,2021-06-08\n"
    ),
    "working_group": (
        "group_id,name_zh,name_en,sector_id,established_on,dissolved_on,recorded_on\n"
        "g1,演示电力组,Demo Power Group,power,2021-10-18,,2021-10-18\n"
        "g2,演示互联组,Demo Grid Group,power,2021-10-18,,2021-10-18\n"
    ),
    "membership": (
        "group_id,organization_id,joined_on,role,left_on,recorded_on\n"
        "g1,o1,2021-10-18,lead,,2021-10-18\ng1,o2,2021-10-18,participant,,2021-10-18\n"
    ),
    "report": (
        "report_id,group_id,kind,period_start,period_end,due_on,submitted_on,accepted_on,title,recorded_on\n"
        "r1,g1,work_plan,2025-01-01,2025-12-31,2025-01-31,2025-01-20,2025-02-01,工作计划,2025-01-05\n"
        "r2,g1,progress,2025-01-01,2025-03-31,2025-04-15,,,,2025-01-05\n"
    ),
    "activity": (
        "activity_id,group_id,work_content,title,held_on,country_codes,organization_ids,partner_group_ids,participants,"
        "recorded_on\n"
        'a1,g1,technical_cooperation,"=SUM(A1), ""so called""\nsecond line",2025-03-01,CN;KZ,o1;o2,g2,120,2025-03-05\n'
        "a2,g1,capacity_building,演示培训,2025-04-01,,,,,2025-04-05\n"
    ),
    "outcome": (
        "outcome_id,group_id,kind,title_zh,title_en,delivered_on,country_codes,organization_ids,partner_group_ids,"
        "quantity,unit,recorded_on\n"
        "u1,g1,project,演示电站,Demo plant,2025-05-01,KZ,o1,,660.5,MW,2025-05-02\n"
    ),
    "review": "review_id,outcome_id,reviewer,criterion,score,reviewed_on,recorded_on\nv1,u1,-A,,87.5,2025-06-01,\n",
}


def write_network(folder: Path, **changed: str | bytes) -> Path:
    """The files of the network in `folder`, those given by name put in their place."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **changed}.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(data)
    return folder


ORGANIZATION = FILES["organization"].splitlines(keepends=True)[0]
REVIEW = FILES["review"].splitlines()[0].split(",")
GOOD_REVIEW = ["v9", "u1", "B", None, 80, date(2025, 6, 1), None]


def problems(report: Report) -> list[str]:
    """What is wrong, in words."""
    return [fault.problem.text("en") for fault in report.faults]


def broken(name: str, old: str, new: str) -> str:
    """A file of the network with one passage changed, which must be there."""
    assert old in FILES[name]
    return FILES[name].replace(old, new, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store")


@pytest.fixture
def loaded(network: Store, tmp_path: Path) -> Store:
    """A store of its own with the network in it."""
    return open_store(copy_store(network.address, tmp_path / "store"))


GOOD = "o9,演示研究院,Demo Institute,university,CN,2025-01-01"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the network in it, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("network")
    store = open_store(folder / "store")
    load(store, [write_network(folder / "good")], who="test", why="base")
    return store


def organizations(*rows: str) -> str:
    return ORGANIZATION + "".join(f"{row}\n" for row in rows)
