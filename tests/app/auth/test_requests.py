"""What a stranger's browser gets: the sign-in, and nothing else of the server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from brep_metrics.access import Role, Viewer
from brep_metrics.app.auth.admission import audience_of
from brep_metrics.app.auth.allow_lists import Audience, audience_of_message
from brep_metrics.app.auth.identity import Visitor

# Every route of the server as its routing table has it, so that a new one is not forgotten.
WALK = """
import json, dashboard
routes = dashboard.app._build_starlette_app().routes
print(json.dumps([[route.path, sorted(getattr(route, "methods", None) or ["GET"])] for route in routes]))
"""
OPEN = {"/ready", "/_stcore/health", "/_stcore/host-config", "/auth/login", "/auth/logout", "/oauth2callback"}
FRAME = b"<title>Streamlit</title>"
PATHS = {
    "session_id": "0b1e9b0e-0000-4000-8000-000000000000",
    "file_id": "x.csv",
    "file_id:path": "x.csv",
    "path:path": "brep_chart/index.js",
    "token": "x.y",
}


def routes() -> list[tuple[str, str]]:
    """Method and address of each route; a mount stands for what it serves, a parameter for a likely value."""
    found = subprocess.run([sys.executable, "-c", WALK], capture_output=True, text=True, check=True, timeout=120)
    table = json.loads(found.stdout.strip().splitlines()[-1])
    assert len(table) > 20
    return [
        (method, path if "{" not in path else _filled(path))
        for path, methods in table
        for method in {*methods, "GET", "POST", "PUT", "DELETE", "OPTIONS"}
    ]


def _filled(path: str) -> str:
    for name, value in PATHS.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, path
    return path


def test_a_stranger_reaches_the_sign_in_and_nothing_else(guarded):
    """Every route by every method: the empty frame, the sign-in, what the frame asks first, or a refusal in a word."""
    stranger = guarded.browser(None)
    for method, path in routes():
        answer = stranger.http.request(method, path)
        if answer.status_code == 200:
            assert FRAME in answer.content or path in OPEN, (method, path, answer.content[:200])
        else:
            assert answer.status_code in {302, 401, 403, 404, 405}, (method, path, answer.status_code)
            assert len(answer.content) < 100, (method, path)


def test_what_the_frame_asks_first_tells_nothing_of_the_data(guarded):
    """Liveness in a word, and constants of Streamlit."""
    stranger = guarded.browser(None)
    assert stranger.http.get("/_stcore/health").text == "ok"
    assert stranger.http.get("/_stcore/host-config").json()["allowedOrigins"] == []
    for path in ("/", "/rankings", "/scorecard", "/nothing"):
        assert FRAME in stranger.http.get(path).content


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/metrics?families=active_sessions", "/_stcore/script-health-check"),
        *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/media/x.csv", "/component/x/y.js"),
        *("/app/static/accounts.toml", "/_stcore/upload_file/a/b", "/dashboard.py", "/data/accounts.toml"),
        *("/static/../dashboard.py", "/static/%2e%2e/dashboard.py", "/_stcore/../_stcore/metrics"),
        *("/rankings/_stcore/metrics", "//_stcore/metrics", "/_stcore//metrics", "/_STCORE/metrics"),
    ],
)
@pytest.mark.parametrize("email", [None, "evaluator@example.org"])
def test_what_nobody_needs_nobody_gets(guarded, path, email):
    """Metrics, the agent's interface, media, files of the project: not with a sign-in either."""
    answer = guarded.browser(email).http.get(guarded.address + path)
    assert answer.status_code in {400, 401, 404}, answer.content[:100]


def test_a_strangers_websocket_shows_the_sign_in_without_the_servers_paths(guarded):
    """What a run sends to a stranger names no file of the server, no system, no group and no figure."""
    stranger = guarded.browser(None)
    with stranger.window() as opened:
        for page in ("", "rankings", "scorecard", "data"):
            stranger.run(opened, page=page)
            sent = sent_by(stranger)
            assert b"open to those who have an account" in sent
            for secret in (b"main.py/", b"/app/main.py", b"/brep_metrics/", guarded.store.encode(), b"WG01", b"linux"):
                assert secret not in sent, (page, secret)


def message(command: str) -> BackMsg:
    """The smallest message with this command."""
    made = BackMsg()
    if command in {"dataframe_chunk", "deferred_file", "install_skills", "dismiss_skills_nudge"}:
        getattr(made.backend_operation_request, command).SetInParent()
    elif command in {"rerun_script", "file_urls_request", "app_heartbeat"}:
        getattr(made, command).SetInParent()
    else:
        setattr(made, command, True)
    return made


def test_the_tables_name_every_command_that_passes():
    """Whatever else Streamlit understands, now or later, is dropped; the table is stated a second time here."""
    passing = {}
    for command in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        operations = [None]
        if command.name == "backend_operation_request":
            operations = [field.name for field in command.message_type.oneofs_by_name["payload"].fields]
        for operation in operations:
            audience = audience_of_message(command.name, operation, 0)
            if audience is not None:
                passing[operation or command.name] = audience
    assert passing == {
        "rerun_script": Audience.ANYBODY,
        "stop_script": Audience.ANYBODY,
        "app_heartbeat": Audience.ANYBODY,
        "dataframe_chunk": Audience.SIGNED_IN,
        "file_urls_request": Audience.UPLOADER,
    }


@pytest.mark.parametrize("email", [None, "member@example.org", "evaluator@example.org"])
def test_commands_that_nobody_needs_are_dropped(guarded, email):
    """Nobody clears what all share, stops the server or asks for its git; the window goes on working."""
    browser = guarded.browser(email)
    with browser.window() as opened:
        for command in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime", "deferred_file"):
            opened.send(message(command).SerializeToString())
        opened.send(b"\xff\xff no message at all")
        browser.run(opened)
        answers = {one.WhichOneof("type") for one in browser.received}
        assert not answers & {"backend_operation_response", "git_info_changed", "file_urls_response"}


@pytest.mark.parametrize(
    ("email", "answered"), [(None, False), ("member@example.org", True), ("lead@example.org", True)]
)
def test_only_those_who_may_upload_are_told_where_to(guarded, email, answered):
    """A stranger asks in vain for an address to send a file to."""
    browser = guarded.browser(email)
    asked = message("file_urls_request")
    asked.file_urls_request.request_id = "1"
    asked.file_urls_request.file_names.append("a.csv")
    with browser.window() as opened:
        opened.send(asked.SerializeToString())
        if not answered:
            browser.run(opened)
            assert "file_urls_response" not in {one.WhichOneof("type") for one in browser.received}
            return
        while (got := ForwardMsg.FromString(opened.recv(timeout=30))).WhichOneof("type") != "file_urls_response":
            pass
        assert browser.session_id in got.file_urls_response.file_urls[0].upload_url


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        (Role.APPLICANT, Audience.SIGNED_IN),
        (Role.MEMBER, Audience.UPLOADER),
        (Role.LEAD, Audience.UPLOADER),
        (Role.EVALUATOR, Audience.UPLOADER),
    ],
)
def test_who_may_send_files(role, audience):
    """An applicant, whom nobody knows yet, sends none."""
    assert audience_of(Visitor(Viewer(role, "a@example.org"))) is audience


@pytest.mark.parametrize(("email", "size"), [(None, 70_000), ("evaluator@example.org", 1_100_000)])
def test_a_message_that_is_too_big_ends_the_connection(guarded, email, size):
    """64 KB for a stranger, a megabyte for a reader."""
    browser = guarded.browser(email)
    big = message("rerun_script")
    big.rerun_script.query_string = "a=" + "x" * size
    with browser.window() as opened:
        opened.send(big.SerializeToString())
        with pytest.raises(ConnectionClosed) as closed:
            list(opened)
    assert closed.value.rcvd.code == 1009


def test_every_answer_carries_the_headers(guarded):
    """Frame, liveness, refusals and redirects alike: no foreign frame, server, type or referrer."""
    stranger = guarded.browser(None)
    for path in (
        "/",
        "/rankings",
        "/_stcore/health",
        "/_stcore/metrics",
        "/download/x",
        "/static/none.js",
        "/auth/logout",
    ):
        headers = stranger.http.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert "'unsafe-eval'" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_store_that_vanished_is_a_sentence_on_every_page(own):
    """Not "nothing is loaded" with an offer to load, which would begin a second store; and no path."""
    evaluator = own.browser("evaluator@example.org")
    with evaluator.window() as opened:
        evaluator.run(opened, page="rankings")
        assert b"cannot let anybody in" not in sent_by(evaluator)
        Path(own.store).rename(f"{own.store}-away")
        for page in ("rankings", "data", "scorecard"):
            evaluator.run(opened, page=page)
            sent = sent_by(evaluator)
            assert b"cannot let anybody in" in sent, page  # sign-ins are in the store, too
            assert own.store.encode() not in sent
            assert b"upload-check" not in sent
            assert b"Traceback" not in sent
    # The operator finds the reason in the log.
    assert own.store in own.log.read_text("utf-8")


def test_a_damaged_store_is_a_sentence_with_a_number_that_the_log_explains(own):
    """The page names no file, type or line of the program; the log has the path and the number."""
    for file in Path(own.store).rglob("*.duckdb"):
        file.chmod(0o644)
        file.write_bytes(b"\0" * file.stat().st_size)
    evaluator = own.browser("evaluator@example.org")
    with evaluator.window() as opened:
        for page in ("rankings", "data", "scorecard"):
            evaluator.run(opened, page=page)
            sent = sent_by(evaluator)
            number = re.search(rb"lease give the operator of this dashboard the number ([0-9a-f]{8})", sent)
            assert number is not None, (page, sent[-3000:])
            for secret in (own.store.encode(), b"Traceback", b"Error:", b"brep_metrics/", b".duckdb"):
                assert secret not in sent, (page, secret)
            assert number[1].decode() in own.log.read_text("utf-8")
    assert own.store in own.log.read_text("utf-8")


def sent_by(browser) -> bytes:
    return b"".join(message.SerializeToString() for message in browser.received)
