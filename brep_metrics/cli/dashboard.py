"""`brep dashboard`: open the pages in a browser, on this machine's store."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from brep_metrics.cli.options import DEFAULT_STORE, LanguageOption, StoreOption, as_language, whole_number
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.shipped import shipped

app = typer.Typer()
LAUNCHER = shipped("dashboard.py")
HOST, DEFAULT_PORT, MAX_PORT = "127.0.0.1", 8501, 65535


@app.command()
def dashboard(
    store: StoreOption = DEFAULT_STORE,
    port: Annotated[
        int, typer.Option("--port", metavar="N", parser=whole_number(1, MAX_PORT), help="The port on 127.0.0.1.")
    ] = DEFAULT_PORT,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
    lang: LanguageOption = None,
) -> None:
    """Open the dashboard in a browser."""
    address = _from_anywhere(store)
    taken = free_port(port)
    if taken != port:
        text = Message(N_("Port {port} is busy; the dashboard takes {taken}"), {"port": port, "taken": taken})
        print(text.text(as_language(lang)), file=sys.stderr)
    command = [sys.executable, "-m", "streamlit", "run", str(LAUNCHER), f"--server.port={taken}"]
    if headless or not can_open_browser():
        command.append("--server.headless=true")
    # Streamlit reads .streamlit/config.toml beside the launcher.
    environment = os.environ | {"BREP_STORE": address}
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - our own program


def _from_anywhere(store: str) -> str:
    """The address of a store that means the same in the folder of the launcher, where Streamlit is started."""
    if not store.strip():
        raise UsageError(Message(N_("The address of the store is empty")))
    return store if "://" in store else str(Path(store).expanduser().absolute())


def free_port(wanted: int) -> int:
    """The port itself, or the next one that nobody listens on.

    Raises:
        UsageError: it is no port, or it and all above it are busy.

    """
    for port in range(max(wanted, 1), MAX_PORT + 1):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # As the server itself will ask for it: a port whose last connection has just closed is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise UsageError(Message(N_("there is no free port from {port} on"), {"port": wanted}))


def can_open_browser() -> bool:
    """Whether this machine has a screen; without one Streamlit would wait for a terminal browser."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
