"""A timed server on a free port, and visitors that speak its WebSocket protocol without drawing anything."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 120.0


@dataclass(frozen=True)
class Server:
    """A running server: its port, its process and the file with the times of its runs."""

    port: int
    process: int
    times: Path

    def page(self, address: str) -> str:
        """The address for a browser."""
        return f"http://127.0.0.1:{self.port}/{address}"

    def runs(self) -> list[tuple[float, float]]:
        """Seconds of each run so far: on the clock, of the script's thread."""
        lines = self.times.read_text("ascii").splitlines() if self.times.exists() else []
        return [(float(clock), float(processor)) for clock, processor in map(str.split, lines)]

    def megabytes(self) -> float:
        """The memory of the process."""
        status = Path(f"/proc/{self.process}/status").read_text("ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def visit(self) -> connect:
        """A connection for `run`."""
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        return connect(address, subprotocols=["streamlit"], origin=self.page("").rstrip("/"), max_size=None)  # type: ignore[arg-type,list-item]


@contextmanager
def serving(script: Path, folder: Path, *, directory: Path, store: str = "") -> Iterator[Server]:
    """A server of `script`, run in `directory`, whose `.streamlit/config.toml` holds; usage statistics are off."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    times = folder / f"times-{port}"
    arguments = ["run", str(script), "--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, str(Path(__file__).with_name("timed_server.py")), str(times), *arguments]
    environment = os.environ | {"BREP_STORE": store, "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    with subprocess.Popen(command, cwd=directory, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield Server(port, process.pid, times)
        finally:
            process.terminate()


async def run(connection: ClientConnection, page: str, query: str) -> float:
    """Run a page with these filters; seconds until the server says that it has finished."""
    began = time.perf_counter()
    asked = BackMsg(rerun_script=ClientState(query_string=query, page_name=page))
    await connection.send(asked.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = ForwardMsg.FromString(await connection.recv(decode=False))
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - began


def _wait(port: int) -> None:
    for _ in range(240):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
            return
        time.sleep(0.25)
    raise TimeoutError(port)
