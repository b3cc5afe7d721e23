"""`brep dashboard`: open the pages in a browser, on this machine's store."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import brep_metrics
from brep_metrics.cli.options import DEFAULT_STORE, LanguageOption, StoreOption
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message

app = typer.Typer()
LAUNCHER = Path(brep_metrics.__file__).parents[1] / "dashboard.py"
DEFAULT_PORT = 8501


@app.command()
def dashboard(
    store: StoreOption = DEFAULT_STORE,
    port: Annotated[int, typer.Option("--port", help="The port on 127.0.0.1.")] = DEFAULT_PORT,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
    lang: LanguageOption = None,  # noqa: ARG001 - every command takes it; the pages follow the browser's language
) -> None:
    """Open the dashboard in a browser."""
    if not LAUNCHER.exists():
        raise UsageError(Message(N_("{path} is not there: the dashboard runs from a checkout"), {"path": LAUNCHER}))
    command = [sys.executable, "-m", "streamlit", "run", str(LAUNCHER), f"--server.port={port}"]
    if headless or not can_open_browser():
        command.append("--server.headless=true")
    # Streamlit reads .streamlit/config.toml beside the launcher; a relative store is meant from where the user stands.
    environment = os.environ | {"BREP_STORE": str(Path(store).absolute())}
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - our own program


def can_open_browser() -> bool:
    """Whether this machine has a screen; without one Streamlit would wait for a terminal browser."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
