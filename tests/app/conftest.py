"""The dashboard on the demonstration network: run by Streamlit's own test driver, or as a real server with sign-in."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import httpx
import pytest
import streamlit as st
from copies import copy_store
from streamlit.components.v2 import manifest_scanner
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import connect

from brep_metrics.access import Role
from brep_metrics.app import pages
from brep_metrics.app.cache import clear_caches
from brep_metrics.app.context import stores
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-test-with-32-characters"  # noqa: S105 - of nothing but this test
CLIENT = "the-dashboard"
MEMBER = (
    "select organization_id from membership where left_on is null group by 1 having not bool_or(role = 'lead')"
    " order by 1 limit 1"
)
LEAD = "select organization_id from membership where role = 'lead' and left_on is null order by 1 limit 1"

MAIN = Path(stores.__file__).parents[1] / "main.py"


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Found once: the test driver looks through all installed packages for components with every run of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def app(request, demo_store):
    """Opens a page of the dashboard: `app("scorecard", lang="zh", group="WG01")`.

    Results are kept from test to test, as they are from visitor to visitor; but not where a test replaces something.
    """
    replaces = "monkeypatch" in request.fixturenames
    if replaces:
        _forget()

    def run(page: str = "rankings", **parameters: str | list[str]) -> AppTest:
        opened = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in parameters.items():
            opened.query_params[name] = value
        if page != pages.pages_of(Role.EVALUATOR)[0].code:
            opened = opened.switch_page(pages.page(page).file)
        return opened.run()

    request.getfixturevalue("monkeypatch").setenv(stores.STORE_VARIABLE, demo_store.address)
    yield run
    if replaces:
        _forget()


def _forget() -> None:
    st.cache_resource.clear()
    clear_caches()


@dataclass
class Server:
    """A dashboard with sign-in; `browser("lead@example.org")` is a client with that sign-in, None a stranger's."""

    address: str
    process: subprocess.Popen[bytes]
    store: str
    accounts: Path
    log: Path

    clients: list[httpx.Client] = field(default_factory=list)

    def browser(self, email: str | None) -> Browser:
        """A client that is signed in with this address, or with none."""
        client = httpx.Client(base_url=self.address, timeout=60, headers={"Origin": self.address})
        if email is not None:
            client.cookies.set(
                "_streamlit_user", create_signed_value(SECRET, "_streamlit_user", self.claims(email)).decode()
            )
        self.clients.append(client)
        return Browser(self, client)

    def claims(self, email: str) -> str:
        """What the provider would have said of a sign-in of this moment."""
        claims = {"iss": "https://provider", "sub": email, "nonce": token_hex(8), "iat": int(time.time()) - 60}
        claims |= {"aud": CLIENT, "email": email, "email_verified": True}
        return json.dumps(claims | {"origin": self.address, "is_logged_in": True})

    def megabytes(self) -> float:
        """The memory that the server's process holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@dataclass
class Browser:
    """A client and its cookies."""

    server: Server
    http: httpx.Client
    session_id: str = ""
    received: list[ForwardMsg] = field(default_factory=list)

    def xsrf(self) -> str:
        """The page's token against requests of other sites."""
        if "_streamlit_xsrf" not in self.http.cookies:
            self.http.get("/_stcore/health")
        return self.http.cookies["_streamlit_xsrf"]

    @contextmanager
    def window(self) -> Iterator[ClientConnection]:
        """An open websocket whose first run is over; `session_id` is its session's."""
        token = self.xsrf()
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        with connect(
            self.server.address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit", token],
            additional_headers={"Cookie": cookies},
            origin=self.server.address,
            max_size=None,
        ) as opened:
            self.run(opened)
            yield opened

    def run(self, opened: ClientConnection, **asked: str) -> None:
        """Ask for a run of the page, and read all that comes until it is over."""
        message = BackMsg()
        message.rerun_script.query_string = asked.pop("query", "")
        message.rerun_script.page_name = asked.pop("page", "")
        opened.send(message.SerializeToString())
        self.received.clear()
        while True:
            got = ForwardMsg.FromString(opened.recv(timeout=60))
            self.received.append(got)
            if got.HasField("new_session"):
                self.session_id = got.new_session.initialize.session_id
            if got.WhichOneof("type") == "script_finished":
                return

    def upload(self, content: bytes, *, session: str = "", name: str = "a.csv", number: int = 0) -> int:
        """Send a file as the page's box does; the status of the answer."""
        address = f"/_stcore/upload_file/{session or self.session_id}/file-{number}"
        answer = self.http.put(address, files={"file": (name, content)}, headers={"X-Xsrftoken": self.xsrf()})
        return answer.status_code


@pytest.fixture(scope="session")
def guarded(demo_store, tmp_path_factory) -> Iterator[Server]:
    """The dashboard as it is served where people sign in, with an evaluator, a lead and a member."""
    folder = tmp_path_factory.mktemp("guarded")
    copy_store(demo_store.address, folder / "store")
    with open_store(folder / "store").read() as reading:
        ((lead,),), ((member,),) = reading.fetch(LEAD), reading.fetch(MEMBER)
    accounts = folder / "accounts.toml"
    entries = {"evaluator": "", "lead": f'organization = "{lead}"\n', "member": f'organization = "{member}"\n'}
    accounts.write_text(
        "".join(
            f'[[account]]\nemail = "{role}@example.org"\nrole = "{role}"\n{more}' for role, more in entries.items()
        ),
        "utf-8",
    )
    with running(folder / "store", accounts, folder / "log") as server:
        yield server


@pytest.fixture
def brief(guarded, tmp_path) -> Iterator[Server]:
    """The same dashboard, where a closed window may come back for two seconds only."""
    with running(
        Path(guarded.store), guarded.accounts, tmp_path / "log", "--server.disconnectedSessionTTL=2"
    ) as server:
        yield server


@pytest.fixture
def own(guarded, tmp_path) -> Iterator[Server]:
    """The same dashboard on a copy of the store, which a test may spoil."""
    copy_store(guarded.store, tmp_path / "store")
    with running(tmp_path / "store", guarded.accounts, tmp_path / "log") as server:
        yield server


@pytest.fixture(scope="session")
def local(guarded, tmp_path_factory) -> Iterator[Server]:
    """The same dashboard without sign-in, for one evaluator on this machine."""
    with running(
        Path(guarded.store), guarded.accounts, tmp_path_factory.mktemp("local") / "log", signing_in=False
    ) as server:
        yield server


@contextmanager
def running(store: Path, accounts: Path, log: Path, *options: str, signing_in: bool = True) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    provider = {
        "BREP_OIDC_METADATA_URL": "http://127.0.0.1:9/.well-known/openid-configuration",
        "BREP_OIDC_CLIENT_ID": CLIENT,
        "BREP_OIDC_CLIENT_SECRET": "not-used",
        "BREP_COOKIE_SECRET": SECRET,
        "BREP_ADDRESS": f"http://127.0.0.1:{port}",
    }
    environment = {"BREP_STORE": str(store), "BREP_ACCOUNTS": str(accounts)} | (provider if signing_in else {})
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.headless=true"]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [*command, f"--server.port={port}", *options],
            env=os.environ | environment,
            stdout=written,
            stderr=written,
            cwd=ROOT,
        ) as process,
    ):
        try:
            server = Server(f"http://127.0.0.1:{port}", process, str(store), accounts, log)
            _wait_for(server)
            yield server
            for client in server.clients:
                client.close()
        finally:
            process.terminate()


def _wait_for(server: Server) -> None:
    for _ in range(240):
        try:
            if httpx.get(f"{server.address}/_stcore/health", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    pytest.fail(server.log.read_text("utf-8"))
