"""Three real dashboards behind a real HAProxy, configured as in `deploy/`: one may be killed and started again."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from servers import free_port, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
COOKIE = "BREP_SERVER"
NAMES = ("one", "two", "three")
_SECONDS = 120


class Replicas:
    """The dashboards by their names in the balancer's configuration, and the address that visitors know."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self.address = f"https://127.0.0.1:{self.port}"
        self._folder = folder
        self._environment = {**os.environ, **environment, "BREP_ADDRESS": self.address}
        self._ports = {name: free_port() for name in NAMES}
        self._dashboards: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start one dashboard; it has a cache of its own, as on a machine of its own."""
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.headless=true"]
        with (self._folder / f"{name}.log").open("ab") as log:
            self._dashboards[name] = subprocess.Popen(
                [*command, f"--server.port={self._ports[name]}"],
                env={**self._environment, "BREP_CACHE": str(self._folder / name)},
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """Take one away at once, as a power cut does."""
        dashboard = self._dashboards.pop(name)
        dashboard.kill()
        dashboard.wait()

    def end(self) -> None:
        """End all that run."""
        for name in list(self._dashboards):
            self.kill(name)

    def await_ready(self) -> None:
        """Wait until each of them, and the balancer, answers."""
        for name in self._dashboards:
            _await(self._ports[name], secure=False)
        _await(self.port, secure=True)

    def send_to(self, page: Page, name: str) -> None:
        """Let the balancer take a browser to this one from its next request on."""
        page.context.add_cookies([{"name": COOKIE, "value": name, "url": self.address, "secure": True}])

    def serving(self, page: Page) -> str:
        """The one that answers a browser."""
        return next(str(one["value"]) for one in page.context.cookies(self.address) if one["name"] == COOKIE)

    def configuration(self) -> Path:
        """What `deploy/` has, with this machine's addresses and a certificate of the test's own."""
        both = certificate(self._folder)
        text = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
        text, bound = re.subn(r"bind :443 ssl crt \S+", f"bind 127.0.0.1:{self.port} ssl crt {both}", text)
        for name, port in self._ports.items():
            text, named = re.subn(rf"server {name} \S+ cookie", f"server {name} 127.0.0.1:{port} cookie", text)
            assert (bound, named) == (1, 1), text
        file = self._folder / "haproxy.cfg"
        file.write_text(text, "utf-8")
        return file


@contextmanager
def replicas_running(folder: Path, environment: Mapping[str, str]) -> Iterator[Replicas]:
    """Start all three and the balancer, and end them afterwards."""
    found = Replicas(folder, environment)
    for name in NAMES:
        found.start(name)
    try:
        with (folder / "haproxy.log").open("wb") as log:
            balancer = subprocess.Popen(
                ["haproxy", "-db", "-f", str(found.configuration())], stdout=log, stderr=log, cwd=folder
            )
        try:
            found.await_ready()
            yield found
        finally:
            balancer.kill()
            balancer.wait()
    finally:
        found.end()


def certificate(folder: Path) -> Path:
    """A key and its own signature below it in one file, as HAProxy reads them."""
    key, signed, both = (folder / name for name in ("key.pem", "certificate.pem", "brep.pem"))
    request = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=brep.example.org",
        "-days",
        "1",
    ]
    run([*request, "-keyout", str(key), "-out", str(signed)], cwd=folder)
    both.write_bytes(signed.read_bytes() + key.read_bytes())
    return both


def _connection(port: int, *, secure: bool) -> http.client.HTTPConnection:
    if not secure:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    # The certificate is the test's own.
    trusting = ssl._create_unverified_context()  # noqa: S323
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=trusting)


def _await(port: int, *, secure: bool) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        with suppress(OSError), closing(_connection(port, secure=secure)) as connection:
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.3)
    message = f"nothing is ready on port {port}"
    raise AssertionError(message)
