"""A dashboard with sign-in, a role for each person, that a test may kill and start again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from copies import copy_store
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.store import open_store

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-test-with-32-characters"  # noqa: S105 - of nothing but this test
CLIENT = "the-dashboard"
PEOPLE = """
select group_id,
    any_value(organization_id) filter (where role = 'lead'),
    any_value(organization_id) filter (where role = 'participant' and organization_id not in
        (select organization_id from membership where role = 'lead'))
from membership where left_on is null group by group_id having count(*) filter (where role = 'participant') > 1
order by group_id limit 1
"""


class Dashboard:
    """A dashboard with sign-in on a store of its own, which may be killed and started again at the same address."""

    def __init__(self, folder: Path, store: str) -> None:
        copy_store(store, folder / "store")
        self.store = open_store(folder / "store")
        with self.store.read() as reading:
            ((self.group, lead, member),) = reading.fetch(PEOPLE)
        self.organizations = {Role.EVALUATOR: None, Role.LEAD: lead, Role.MEMBER: member}
        self.accounts = folder / "accounts.toml"
        self.accounts.write_text("".join(self._account(role) for role in self.organizations), "utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def actor(self, role: Role) -> filing.Actor:
        """Somebody as the filing sees them."""
        return filing.acting(self.store, Viewer(role, f"{role}@example.org", self.organizations[role]))

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        provider = {
            "BREP_OIDC_METADATA_URL": "http://127.0.0.1:9/.well-known/openid-configuration",
            "BREP_OIDC_CLIENT_ID": CLIENT,
            "BREP_OIDC_CLIENT_SECRET": "not-used",
            "BREP_COOKIE_SECRET": SECRET,
            "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
            "BREP_ADDRESS": self.address,
            "BREP_STORE": self.store.address,
            "BREP_ACCOUNTS": str(self.accounts),
            "BREP_APPLICANTS": "on",
        }
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.headless=true"]
        self.process = subprocess.Popen(  # killed by the test, or at its end
            [*command, f"--server.port={self.port}"], env=os.environ | provider, cwd=ROOT, stdout=subprocess.DEVNULL
        )
        for _ in range(240):
            with suppress(httpx.HTTPError), httpx.Client(timeout=5) as client:
                client.get(f"{self.address}/_stcore/health").raise_for_status()
                return
            time.sleep(0.5)
        pytest.fail("the dashboard did not start")

    def kill(self) -> None:
        """End the server as a power failure would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def cookie(self, email: str) -> dict[str, str]:
        """What the browser holds once somebody has signed in."""
        claims = {"iss": "https://provider", "sub": email, "nonce": token_hex(8), "iat": int(time.time()) - 60}
        claims |= {"aud": CLIENT, "email": email, "email_verified": True}
        text = json.dumps(claims | {"origin": self.address, "is_logged_in": True})
        value = create_signed_value(SECRET, "_streamlit_user", text).decode()
        return {"name": "_streamlit_user", "value": value, "url": self.address}

    def _account(self, role: Role) -> str:
        organization = self.organizations[role]
        more = f'organization = "{organization}"\n' if organization else ""
        return f'[[account]]\nemail = "{role}@example.org"\nrole = "{role}"\n{more}'
