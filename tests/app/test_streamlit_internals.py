"""What the dashboard uses of Streamlit that is not documented, so that an upgrade says at once what is gone."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from brep_metrics import app

USED = {
    "streamlit.proto.BackMsg_pb2": {"BackMsg"},
    "streamlit.proto.ForwardMsg_pb2": {"ForwardMsg"},
    "streamlit.runtime.app_session": {"AppSession"},
    "streamlit.runtime.scriptrunner": {"get_script_run_ctx"},
    "streamlit.runtime.session_manager": {"SessionInfo", "SessionStorage"},
    "streamlit.runtime.uploaded_file_manager": {"UploadedFile"},
    "streamlit.web.server.server_util": {"get_cookie_secret"},
    "streamlit.web.server.starlette.starlette_auth_routes": {"_get_cookie_value_from_request"},
    "streamlit.web.server.starlette.starlette_server_config": {"TOKENS_COOKIE_NAME", "USER_COOKIE_NAME"},
}
IMPORT = re.compile(r"^\s*from (streamlit\.(?:proto|runtime|web)\.[\w.]+) import ([\w, ]+)$", re.MULTILINE)
ATTRIBUTES = {
    "_session_mgr": "streamlit.runtime.runtime",
    "_session_storage": "streamlit.runtime.websocket_session_manager",
    "_user_info": "streamlit.runtime.app_session",
}
ATTRIBUTE = re.compile(r"(?<!self)(?<!cls)\.(_[a-z]\w+)(?=.*# noqa: SLF001)")


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in USED.items() for name in sorted(names)]
)
def test_what_is_used_is_there(module, name):
    """In the minor release that is pinned."""
    assert hasattr(import_module(module), name)


def test_every_use_is_named_here():
    """One more import of an inside of Streamlit is one more line in the table."""
    found: dict[str, set[str]] = {}
    for path in Path(app.__file__).parent.rglob("*.py"):
        for module, names in IMPORT.findall(path.read_text("utf-8")):
            found.setdefault(module, set()).update(name.strip() for name in names.split(","))
    assert found == USED


@pytest.mark.parametrize(("name", "module"), ATTRIBUTES.items())
def test_a_private_attribute_is_set_where_it_was(name, module):
    """Streamlit's objects have it from their beginning."""
    source = Path(import_module(module).__file__ or "").read_text("utf-8")
    assert re.search(rf"\bself\.{name}\b.* = ", source)


def test_every_private_attribute_is_named_here():
    """What ruff is told to let pass is in the table."""
    texts = [path.read_text("utf-8") for path in Path(app.__file__).parent.rglob("*.py")]
    assert {name for text in texts for name in ATTRIBUTE.findall(text)} == set(ATTRIBUTES)
