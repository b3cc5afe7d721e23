"""An OpenID Connect provider of the tests' own, in a process of its own, with users as a test wants them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

CLIENT = "the-dashboard"


class Provider:
    """Where it is, and whom it knows."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a dashboard that trusts it needs, but for its own address."""
        return {
            "BREP_OIDC_METADATA_URL": f"{self.address}/.well-known/openid-configuration",
            "BREP_OIDC_CLIENT_ID": CLIENT,
            "BREP_OIDC_CLIENT_SECRET": "not-checked-by-the-mock",
            "BREP_COOKIE_SECRET": "a-secret-of-the-test-with-32-characters",
        }

    def knows(self, sub: str, **claims: object) -> None:
        """Register a user; claims are taken into the ID token as they are, also those that a provider would set."""
        body = json.dumps({"email": sub, "email_verified": True} | claims).encode()
        request = urllib.request.Request(f"{self.address}/users/{sub}", body, method="PUT")  # noqa: S310 - our own
        request.add_header("Content-Type", "application/json")
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - our own provider


@contextmanager
def provider_running() -> Iterator[Provider]:
    """Start it, and end it afterwards."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        found = Provider(port)
        for _ in range(120):
            with suppress(OSError):
                urllib.request.urlopen(found.address, timeout=5).close()  # noqa: S310 - our own provider
                break
            time.sleep(0.5)
        yield found
        process.terminate()


def sign_in(page: Page, sub: str) -> None:
    """Go through the provider's form as `sub`, from the dashboard and back."""
    page.get_by_role("button", name="Sign in").click()
    page.fill("input[name=sub]", sub)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(lambda url: "oauth2" not in url)
