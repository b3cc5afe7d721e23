"""Streamlit's server with a watch on every script run: writes seconds on the clock and of the script's own thread.

The product knows nothing of it. `python timed_server.py TIMES ARGUMENTS…` runs `streamlit ARGUMENTS…` and appends one
line a run, `<clock> <processor>`, to the file TIMES.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web import cli

if TYPE_CHECKING:
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData


def watch(times: Path) -> None:
    """Time every run from now on."""
    run = ScriptRunner._run_script  # noqa: SLF001 - Streamlit offers no other place to time a whole run

    def timed(self: ScriptRunner, data: RerunData) -> None:
        began, used = time.perf_counter(), time.thread_time()
        run(self, data)
        with times.open("a", encoding="ascii") as file:
            file.write(f"{time.perf_counter() - began:.6f} {time.thread_time() - used:.6f}\n")

    ScriptRunner._run_script = timed  # type: ignore[assignment,method-assign]  # noqa: SLF001 - as above


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
    sys.argv = ["streamlit", *sys.argv[2:]]
    cli.main()
