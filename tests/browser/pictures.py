"""The README's pictures: Rankings and Scorecard as they are, on the demonstration network (`make pictures`)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from conftest import LOCALES, PATIENCE, QUIET, READY, ROOT, running_server

from brep_metrics.demo import load_demonstration
from brep_metrics.store import open_store

FOLDER = ROOT / "data" / "pictures"
PICTURES = {
    "rankings": ("rankings", "en"),
    "scorecard": ("scorecard?group=WG05", "en"),
    "rankings-zh": ("rankings", "zh"),
}
SIZE = {"width": 1440, "height": 1060}


def main() -> None:
    """Write each picture of `PICTURES` as PNG."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as place:
        store = open_store(Path(place) / "store")
        load_demonstration(store)
        with running_server(store.address) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
            for name, (address, language) in PICTURES.items():
                page = browser.new_page(viewport=SIZE, locale=LOCALES[language], color_scheme="light")
                page.goto(f"{server}/{address}")
                page.locator(".main-svg").first.wait_for(timeout=PATIENCE)
                for _ in range(2):
                    page.wait_for_function(READY, timeout=PATIENCE)
                    page.wait_for_timeout(1000)
                page.screenshot(path=FOLDER / f"{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
