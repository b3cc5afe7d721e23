"""Eight visitors click while one verifies the most expensive snapshot allowed, against the same eight without it.

The snapshot is of as many groups and draws as are accepted. In turn, several times: the eight alone, then beside one
visitor whose window verifies it. Prints one JSON line; the ratio is that of the medians of a click.

    python benchmarks/verifying.py [--quick] [--groups 2000] [--rows 1000000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import tempfile
import time
from itertools import repeat
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import httpx
from page_server import PATIENCE, Server, run, serving
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from synthetic import Size, write_network

from brep_metrics.demo import load_demonstration
from brep_metrics.methodology import DEFAULT_METHODOLOGY, parse_methodology
from brep_metrics.methodology.limits import MAX_DRAWS
from brep_metrics.periods import Period
from brep_metrics.snapshot import create
from brep_metrics.store import open_store
from pages import DASHBOARD, PAGES, ROOT

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

VISITORS, SECONDS_BETWEEN = 8, 1.0


async def clicks(visitors: list[ClientConnection], count: int) -> list[float]:
    """Seconds of each click of all visitors, page after page, from starts of their own."""
    starts = [random.random() * SECONDS_BETWEEN for _ in visitors]  # noqa: S311 - not a secret
    walks = await asyncio.gather(*map(_walk, visitors, starts, repeat(count)))
    return [seconds for walk in walks for seconds in walk]


async def _walk(visitor: ClientConnection, start: float, count: int) -> list[float]:
    await asyncio.sleep(start)
    seconds = []
    for click in range(count):
        seconds.append(await run(visitor, PAGES[click % len(PAGES)], f"period={2024 + click % 2}"))
        await asyncio.sleep(max(0.0, SECONDS_BETWEEN - seconds[-1]))
    return seconds


async def verify(server: Server, archive: bytes) -> float:
    """Put a snapshot into the box of a window of its own, as a browser does; seconds until the answer is drawn."""
    async with server.visit() as window:
        asked = BackMsg()
        asked.rerun_script.page_name = "snapshots"
        asked.rerun_script.query_string = "part=verify"
        session = box = ""
        for message in await _answers(window, asked):
            if message.HasField("new_session"):
                session = message.new_session.initialize.session_id
            if message.delta.new_element.HasField("file_uploader"):
                box = message.delta.new_element.file_uploader.id
        file = f"/_stcore/upload_file/{session}/{random.getrandbits(64)}"
        async with httpx.AsyncClient(base_url=server.page("")[:-1], timeout=PATIENCE) as browser:
            await browser.get("/_stcore/health")
            token = {"X-Xsrftoken": browser.cookies["_streamlit_xsrf"]}
            (await browser.put(file, files={"file": ("a.zip", archive)}, headers=token)).raise_for_status()
        state = asked.rerun_script.widget_states.widgets.add(id=box)
        kept = state.file_uploader_state_value.uploaded_file_info.add(name="a.zip", size=len(archive))
        kept.file_id = kept.file_urls.file_id = file.rpartition("/")[2]
        began = time.perf_counter()
        drawn = b"".join(message.SerializeToString() for message in await _answers(window, asked))
        if not re.search(rb"a\.zip (holds|does not hold)|which is the limit", drawn):
            raise RuntimeError(drawn[-2000:])
        return time.perf_counter() - began


async def _answers(window: ClientConnection, asked: BackMsg) -> list[ForwardMsg]:
    await window.send(asked.SerializeToString())
    found = []
    async with asyncio.timeout(PATIENCE * 3):
        while True:
            found.append(ForwardMsg.FromString(await window.recv(decode=False)))
            if found[-1].WhichOneof("type") == "script_finished":
                return found


async def measure(server: Server, archives: list[bytes], count: int) -> dict[str, float]:
    """The medians alone and beside a verification, and how long that took."""
    visitors = [await server.visit() for _ in range(VISITORS)]
    await clicks(visitors, len(PAGES))  # what the pages keep is computed
    alone, beside, verifying = [], [], []
    for archive in archives:
        alone += await clicks(visitors, count)
        other = asyncio.create_task(verify(server, archive))
        while not other.done():
            beside += await clicks(visitors, 2)
        verifying.append(await other)
    for one in visitors:
        await one.close()
    return {
        "alone_median_ms": median(alone) * 1e3,
        "beside_median_ms": median(beside) * 1e3,
        "ratio": median(beside) / median(alone),
        "verifying_s": median(verifying),
    }


def expensive(folder: Path, size: Size, rounds: int) -> list[bytes]:
    """Snapshots with as many draws as are allowed; each is another one, since an answer is kept."""
    store = open_store(folder / "large")
    write_network(store, size)
    made = []
    for number in range(rounds):
        text = DEFAULT_METHODOLOGY.read_text("utf-8").replace("draws = 10000", f"draws = {MAX_DRAWS - number}")
        methodology = parse_methodology(text, file="most.toml")
        target = folder / f"{number}.zip"
        create(store, target, methodology=methodology, period=Period.parse("2025"), language="en")
        made.append(target.read_bytes())
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round of the demonstration's size")
    parser.add_argument("--groups", type=int, default=2_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    size = Size(24, 20_000) if options.quick else Size(options.groups, options.rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archives = expensive(folder, size, 1 if options.quick else options.rounds)
        demo = open_store(folder / "demo")
        load_demonstration(demo)
        with serving(DASHBOARD, folder, directory=ROOT, store=demo.address) as server:
            found = asyncio.run(measure(server, archives, 5 if options.quick else 20))
    result = {"benchmark": "verifying", "snapshot_mb": len(archives[0]) / 2**20, **found}
    print(json.dumps({key: round(value, 2) if isinstance(value, float) else value for key, value in result.items()}))


if __name__ == "__main__":
    main()
