"""The dashboard with sign-in: a published year of the demonstration network, and one visitor of each role."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from copies import copy_store
from last_day import LastDay
from streamlit.testing.v1 import AppTest

from brep_metrics import filing
from brep_metrics.access import Role, Viewer, publish, scope_of
from brep_metrics.app import pages
from brep_metrics.app.auth import identity
from brep_metrics.app.context import stores
from brep_metrics.filing import Kind
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate, read_period
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import AccessScope, Store

MAIN = Path(stores.__file__).parents[1] / "main.py"
CLIENT = "the-dashboard"
SIGNED_IN_AT = int(time.time())
PUBLISHED = Period.parse("2025")

_LEAD = (
    "select organization_id from membership join report using (group_id) where role = 'lead' and left_on is null"
    " group by all order by count(*) desc, organization_id limit 1"
)
_MEMBER = (
    "select organization_id from need where organization_id not in (select organization_id from membership where"
    " role = 'lead') and organization_id in (select organization_id from membership where left_on is null)"
    " order by organization_id limit 1"
)


@dataclass(frozen=True)
class People:
    """The store that all of them visit, and what each has in reach."""

    store: Store
    scopes: dict[Role, AccessScope]

    @cached_property
    def foreign(self) -> dict[Role, set[str]]:
        """For each role, the codes and names of groups that must never appear, and of organizations not related."""
        with self.store.read() as whole:
            groups = {row[0]: row for row in whole.fetch("select group_id, name_zh, name_en from working_group")}
            organizations = {
                row[0]: row for row in whole.fetch("select organization_id, name_zh, name_en from organization")
            }
        found: dict[Role, set[str]] = {}
        for role, scope in self.scopes.items():
            if scope.is_network:
                continue
            with self.store.read(scope=scope) as own:
                known = {one for (one,) in own.fetch("select organization_id from organization")}
            texts = {text for code, row in groups.items() if code not in scope.named_groups for text in row}
            texts |= {text for code, row in organizations.items() if code not in known for text in row}
            found[role] = {text for text in texts if text}
        everybody = [*groups.values(), *organizations.values()]
        return found | {Role.APPLICANT: {text for row in everybody for text in row if text}}


@pytest.fixture(scope="module")
def people(demo_store, tmp_path_factory) -> People:
    """A copy of the demonstration store in which one year is published."""
    folder = tmp_path_factory.mktemp("people")
    copy_store(demo_store.address, folder / "store")
    store = open_store(folder / "store")
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with read_period(store, methodology, PUBLISHED) as reading:
        evaluation = evaluate(reading, methodology, PUBLISHED)
    with store.read() as reading:
        viewers = {
            Role.EVALUATOR: Viewer(Role.EVALUATOR, "evaluator@example.org"),
            Role.LEAD: Viewer(Role.LEAD, "lead@example.org", reading.fetch(_LEAD)[0][0]),
            Role.MEMBER: Viewer(Role.MEMBER, "member@example.org", reading.fetch(_MEMBER)[0][0]),
        }
        scopes = {role: scope_of(viewer, reading) for role, viewer in viewers.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("brep_metrics.store.register.datetime", LastDay)
        publish(store, evaluation, who="evaluator@example.org")
    lines = [
        f'[[account]]\nemail = "{viewer.email}"\nrole = "{role}"\n'
        + (f'organization = "{viewer.organization_id}"\n' if viewer.organization_id else "")
        for role, viewer in viewers.items()
    ]
    (folder / "accounts.toml").write_text("\n".join(lines), "utf-8")
    return People(store, scopes)


@pytest.fixture
def signed_in(people, monkeypatch):
    """Opens a page for somebody: `signed_in("lead@example.org", "scorecard", group="WG01")`.

    `way`: "first" is a deep link as the first request, "routed" comes from the start page, "start" is that page
    itself, and "alone" runs the page's file without the shell, as Streamlit can before anybody has opened the first.
    """
    monkeypatch.setenv(stores.STORE_VARIABLE, people.store.address)
    monkeypatch.delenv("BREP_APPLICANTS", raising=False)
    monkeypatch.setenv(identity.ACCOUNTS_VARIABLE, str(Path(people.store.address).parent / "accounts.toml"))
    settings = {
        "BREP_OIDC_METADATA_URL": "https://provider.example.org/.well-known/openid-configuration",
        "BREP_OIDC_CLIENT_ID": CLIENT,
        "BREP_OIDC_CLIENT_SECRET": "secret",
        "BREP_COOKIE_SECRET": "x" * identity.MIN_SECRET,
        "BREP_ADDRESS": "http://localhost:8501",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    identity.provider.cache_clear()

    def run(
        email: str | None,
        page: str,
        *,
        way: str = "first",
        claims: dict[str, Any] | None = None,
        **parameters: str,
    ) -> AppTest:
        file = pages.page(page).file
        opened = AppTest.from_file(file if way == "alone" else str(MAIN), default_timeout=60)
        opened.user = {"is_logged_in": False} if email is None else claims_of(email) | (claims or {})
        for name, value in parameters.items():
            opened.query_params[name] = value
        if way == "routed":
            opened.run()
        return (opened if way in {"alone", "start"} else opened.switch_page(file)).run()

    yield run
    identity.provider.cache_clear()
    st.cache_resource.clear()


def claims_of(email: str) -> dict[str, Any]:
    """What a provider says of somebody who has just signed in."""
    return {
        "is_logged_in": True,
        "iss": "https://provider.example.org",
        "sub": email,
        "aud": CLIENT,
        "iat": SIGNED_IN_AT,
        "nonce": f"nonce-of-{email}",
        "email": email,
        "email_verified": True,
    }


@pytest.fixture
def leaks():
    """Which of the forbidden texts were sent to the browser, as they are or as JSON writes them."""

    def found(opened: AppTest, forbidden: set[str]) -> set[str]:
        sent = sent_by(opened)
        return {text for text in forbidden if text.encode() in sent or text.encode("ascii", "backslashreplace") in sent}

    return found


def sent_by(opened: AppTest) -> bytes:
    """All that was sent to the browser: texts, tables, charts, options and errors."""
    found: list[bytes] = []

    def walk(node: Any) -> None:
        proto = getattr(node, "proto", None)
        if hasattr(proto, "SerializeToString"):
            found.append(proto.SerializeToString())
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(opened._tree)
    return b"\n".join(found)


@pytest.fixture
def own(people, signed_in, tmp_path, monkeypatch):
    """A copy of the store that the test may change, which the pages show from now on."""
    store = open_store(copy_store(people.store.address, tmp_path / "store"))
    monkeypatch.setenv("BREP_STORE", store.address)
    return store


@pytest.fixture
def actors(own, people):
    """Everybody as the filing sees them."""
    viewers = {role: Viewer(role, f"{role}@example.org", people.scopes[role].organization_id) for role in people.scopes}
    return {role: filing.acting(own, viewer) for role, viewer in viewers.items()}


@pytest.fixture
def report(own, actors):
    """A report that the lead's group owes: its code and the group."""
    (group,) = actors[Role.LEAD].scope.visible_groups
    days = {"period_start": "2026-07-01", "period_end": "2026-09-30", "due_on": "2026-10-15"}
    cells = {"report_id": "owed", "group_id": group, "kind": "progress", **days}
    evaluator = actors[Role.EVALUATOR]
    made = filing.start(own, evaluator, "report")
    filing.save(own, evaluator, made, {name: (text, 0) for name, text in cells.items()})
    filing.submit(own, evaluator, made.id)
    filing.enter(own, evaluator, [made.id])
    return "owed", group


@pytest.fixture
def submitted(own, actors, report):
    """The report of the lead's group, handed in."""
    code, group = report
    draft = filing.start(own, actors[Role.LEAD], "report", group, kind=Kind.CHANGE, key=code)
    filing.save(own, actors[Role.LEAD], draft, {"title": ("First quarter", 0)})
    return filing.submit(own, actors[Role.LEAD], draft.id)


def texts(opened: AppTest) -> str:
    """All that the page says, one under the other."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "success", "error")
    return "\n".join(one.value for kind in kinds for one in getattr(opened.main, kind))


def button(opened: AppTest, label: str) -> Any:
    """The button of this name."""
    return next(one for one in opened.main.button if one.label == label)


def text_of(content: bytes) -> str:
    """All text of a download; of an archive, that of everything in it."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "\n".join(text_of(archive.read(name)) for name in archive.namelist())


def leaked(text: str, names: set[str], keys: dict[str, set[str]]) -> set[str]:
    """Which foreign names are somewhere in `text`, and which foreign codes as a whole word."""
    words = set(re.findall(r"[\w-]+", text))
    codes = set().union(*keys.values())
    return (words & codes) | {name for name in names - codes if name in text}
