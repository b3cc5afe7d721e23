"""The pages, in the order of the menu: code, icon, name and the question each one answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brep_metrics.i18n import N_

FOLDER = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True)
class PageEntry:
    """A page of the menu; its code is its file under `pages/`, its address and its key."""

    code: str
    icon: str
    name: str
    section: str

    @property
    def file(self) -> str:
        """What `st.Page` and `st.switch_page` take."""
        return str(FOLDER / f"{self.code}.py")


RESULTS, WORK, FOUNDATIONS = N_("Results"), N_("Work"), N_("Foundations")

PAGES = (
    PageEntry("rankings", ":material/leaderboard:", N_("Rankings"), RESULTS),
    PageEntry("overview", ":material/dashboard:", N_("Overview"), RESULTS),
    PageEntry("scorecard", ":material/fact_check:", N_("Scorecard"), RESULTS),
    PageEntry("timelines", ":material/timeline:", N_("Timelines"), RESULTS),
    PageEntry("sectors", ":material/grid_view:", N_("Sectors"), WORK),
    PageEntry("outcomes", ":material/workspace_premium:", N_("Outcomes"), WORK),
    PageEntry("coordination", ":material/handshake:", N_("Coordination"), WORK),
    PageEntry("methodology", ":material/account_tree:", N_("Methodology"), FOUNDATIONS),
    PageEntry("data", ":material/database:", N_("Data"), FOUNDATIONS),
    PageEntry("snapshots", ":material/inventory_2:", N_("Snapshots"), FOUNDATIONS),
    PageEntry("snapshots", ":material/photo_camera:", N_("Snapshots"), FOUNDATIONS),
)


def page(code: str) -> PageEntry:
    """The entry of one page."""
    return next(entry for entry in PAGES if entry.code == code)
