"""The dashboard's pages in a real browser and under many visitors, against a bare Streamlit page in the same run.

In Chromium, in turn with the bare page (Streamlit's own bar chart, and the same bars by Plotly): first paint of each
page (warm server, empty browser cache) until nothing changes any more, and the repaint after its first filter was
changed. Without a browser: the server's own script time of a warm rerun of each page, with the demonstration network
and with a large one; twenty visitors at two seconds between clicks; the memory that each of them holds. Prints one JSON
line. Ratios below are ours to the bare page's.

    python benchmarks/pages.py [--quick] [--rounds 5] [--groups 1000] [--rows 1000000]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
from itertools import repeat
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from page_paints import paints
from page_server import Server, run, serving
from synthetic import Size, write_network

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of
from brep_metrics.demo import load_demonstration
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.asyncio.client import ClientConnection

ROOT = Path(__file__).parents[1]
DASHBOARD, BARE = ROOT / "dashboard.py", Path(__file__).with_name("bare_page.py")
# The start page has no address of its own.
PAGES = ("", *[entry.code for entry in pages_of(Role.EVALUATOR)][1:])
YEARS = (2024, 2025)
WARM_UP, SESSIONS, SECONDS_BETWEEN = 3, 20, 2.0
STARTS = 6  # who clicks at the same moment stays together: new starts tell chance from the server


async def script_times(server: Server, reruns: int) -> dict[str, dict[str, float]]:
    """Milliseconds of a warm rerun of each page with another period: on the clock, of the script's thread."""
    found = {}
    async with server.visit() as connection:
        for page in PAGES:
            for click in range(WARM_UP):
                await run(connection, page, _query(click))
            before = len(server.runs())
            for click in range(reruns):
                await run(connection, page, _query(click))
                await asyncio.sleep(0.05)
            clock, processor = (median(times) * 1e3 for times in zip(*server.runs()[before:], strict=True))
            found[page or "start"] = {"clock": clock, "processor": processor}
    return found


async def many_sessions(server: Server, clicks: int) -> dict[str, float]:
    """How long one visitor waits, and each of twenty; the memory that one more holds."""
    async with server.visit() as connection:
        alone = await _walk(connection, clicks, 0.0, 0.1)
        before = server.megabytes()
        opened = [await server.visit() for _ in range(SESSIONS)]
        waited = []
        for _ in range(STARTS):
            starts = [random.random() * SECONDS_BETWEEN for _ in opened]  # noqa: S311 - not a secret
            walks = map(_walk, opened, repeat(clicks // STARTS), starts, repeat(SECONDS_BETWEEN))
            waited += [seconds for walk in await asyncio.gather(*walks) for seconds in walk]
        held = (server.megabytes() - before) / SESSIONS
        for one in opened:
            await one.close()
    slow = quantiles(waited, n=20)[-1]
    return {
        "single_median_ms": median(alone) * 1e3,
        "p95_ms": slow * 1e3,
        "p95_times_single": slow / median(alone),
        "megabytes_a_session": held,
    }


async def _walk(connection: ClientConnection, clicks: int, start: float, between: float) -> list[float]:
    """Seconds that each click took, on all pages in turn, `between` seconds from click to click; without the first."""
    await asyncio.sleep(start)
    seconds = []
    for click in range(clicks + 1):
        seconds.append(await run(connection, PAGES[click % len(PAGES)], _query(click)))
        await asyncio.sleep(max(0.0, between - seconds[-1]))
    return seconds[1:]


def _query(click: int) -> str:
    return f"period={YEARS[click % len(YEARS)]}"


def _stores(folder: Path, size: Size) -> Iterator[tuple[str, str]]:
    demo = open_store(folder / "demo")
    load_demonstration(demo)
    yield "demonstration", demo.address
    large = open_store(folder / "large")
    write_network(large, size)
    yield "large", large.address


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round of three pages, few clicks, no large network")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    rounds, reruns, clicks = (1, 5, STARTS) if options.quick else (options.rounds, 20, 10 * STARTS)
    result: dict[str, object] = {"benchmark": "pages"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for network, store in _stores(folder, Size(options.groups, options.rows)):
            with serving(DASHBOARD, folder, directory=ROOT, store=store) as server:
                result[f"script_ms_{network}"] = asyncio.run(script_times(server, reruns))
                if network == "demonstration":
                    with serving(BARE, folder, directory=folder) as bare:
                        result |= paints(server, bare, PAGES[:3] if options.quick else PAGES, rounds)
                    result |= asyncio.run(many_sessions(server, clicks))
            if options.quick:
                break
    print(json.dumps(json.loads(json.dumps(result), parse_float=lambda text: round(float(text), 2))))


if __name__ == "__main__":
    main()
