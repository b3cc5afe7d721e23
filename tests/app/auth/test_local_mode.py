"""Without a sign-in the dashboard answers this machine, asked for by its own name, and nobody else."""

from __future__ import annotations

import socket

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

STREAM = "/_stcore/stream"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example.org"},
        {"Host": "127.0.0.1.evil.example.org"},
        {"Host": "localhost.evil.example.org:8501"},
        {"Host": "192.168.1.10"},
        {"Host": "0.0.0.0"},  # noqa: S104 - a name that is asked for, not bound
        {"Host": "[::ffff:127.0.0.1]"},
        {"Host": "127.1"},
        {"Host": ""},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
    ],
    ids=str,
)
def test_another_name_or_a_proxy_is_refused(local, headers):
    """A name that another site points at this machine, and a proxy, behind which everybody would look local."""
    for path in ("/", "/rankings", "/_stcore/health", "/_stcore/metrics", "/download/x.y"):
        assert local.browser(None).http.get(path, headers=headers).status_code in {400, 403}, path
    assert local.browser(None).http.get("/").status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example.org", "http://127.0.0.1.evil.example.org", "null"])
def test_a_page_of_another_site_opens_no_websocket(local, origin):
    """Its browser would carry commands to this machine."""
    with pytest.raises(InvalidStatus) as refused:
        connect(local.address.replace("http", "ws") + STREAM, subprotocols=["streamlit"], origin=origin)
    assert refused.value.response.status_code == 403


def test_a_websocket_by_another_name_is_refused(local):
    """The same for a rebound name, whatever its origin claims."""
    port = int(local.address.rpartition(":")[2])
    name = f"evil.example.org:{port}"
    with socket.create_connection(("127.0.0.1", port)) as opened, pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{name}{STREAM}", sock=opened, subprotocols=["streamlit"], origin=f"http://{name}")
    assert refused.value.response.status_code == 403


def test_the_headers_are_there_too(local):
    """No other site frames the dashboard of this machine either."""
    assert "frame-ancestors 'none'" in local.browser(None).http.get("/").headers["content-security-policy"]


def test_downloads_need_no_sign_in_here_and_an_address_that_was_offered(local):
    """One evaluator, on one machine."""
    reader = local.browser(None)
    with reader.window() as opened:
        reader.run(opened, page="rankings", query="period=2025")
        address = next(
            message.delta.new_element.link_button.url
            for message in reader.received
            if message.delta.new_element.link_button.url.startswith("/download/")
        )
        assert reader.http.get(address).status_code == 200
        assert reader.http.get(address[:-1]).status_code == 404
