"""Python's clocks of a dashboard and of the processes that it starts, as far ahead as a file says.

Python imports this by its name where the folder is on its path. Only a dashboard lives on while days pass: it follows
the file, and says in another when it has.
"""

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import time_machine

FILE = Path(os.environ["MOVED_CLOCK"])


def _ahead() -> float:
    return float(FILE.read_text("ascii"))


def _follow(traveller: time_machine.Traveller, ahead: float) -> None:
    while True:
        asked = _ahead()
        if asked != ahead:
            traveller.shift(timedelta(seconds=asked - ahead))
            ahead = asked
            FILE.with_suffix(".followed").write_text(str(ahead), "ascii")
        time.sleep(0.05)


_started = _ahead()
_traveller = time_machine.travel(timedelta(seconds=_started), tick=True).start()
time.time()  # the clock runs from its first question on
if "streamlit" in sys.orig_argv:
    threading.Thread(target=_follow, args=(_traveller, _started), daemon=True).start()
