"""The pages, in the order of the menu: code, icon, name, and to whom each one is open."""

from __future__ import annotations

from dataclasses import dataclass

from brep_metrics.access import Action, Reach, Role, reach
from brep_metrics.i18n import N_
from brep_metrics.shipped import shipped

EVERYBODY = frozenset({Reach.ORGANIZATION, Reach.GROUP, Reach.NETWORK})
OWN_GROUP = EVERYBODY - {Reach.NETWORK}
NETWORK_ONLY = frozenset({Reach.NETWORK})

FOLDER = shipped("pages")


@dataclass(frozen=True)
class PageEntry:
    """A page of the menu; its code is its file under `pages/`, its address and its key.

    It is open to those who reach with `action` as far as `reaches` says: to evaluators, unless it is said otherwise.
    """

    code: str
    icon: str
    name: str
    section: str
    action: Action = Action.SEE_PROVISIONAL_SCORES
    reaches: frozenset[Reach] = NETWORK_ONLY

    @property
    def file(self) -> str:
        """What `st.Page` and `st.switch_page` take."""
        return str(FOLDER / f"{self.code}.py")

    def is_open_to(self, role: Role) -> bool:
        """Whether a reader in this role may open the page."""
        return reach(role, self.action) in self.reaches


RESULTS, WORK, FOUNDATIONS = N_("Results"), N_("Work"), N_("Foundations")

PAGES = (
    PageEntry("group", ":material/home:", N_("Your group"), RESULTS, Action.SEE_PUBLISHED_SCORES, OWN_GROUP),
    PageEntry("overview", ":material/dashboard:", N_("Overview"), RESULTS),
    PageEntry("rankings", ":material/leaderboard:", N_("Rankings"), RESULTS),
    PageEntry("scorecard", ":material/fact_check:", N_("Scorecard"), RESULTS, Action.SEE_PUBLISHED_SCORES, EVERYBODY),
    PageEntry("timelines", ":material/timeline:", N_("Timelines"), RESULTS, Action.SEE_EVIDENCE, EVERYBODY),
    PageEntry("file", ":material/edit_note:", N_("Filing"), WORK, Action.FILE, OWN_GROUP),
    PageEntry("inbox", ":material/inbox:", N_("Inbox"), WORK, Action.ENTER_FILINGS),
    PageEntry("sectors", ":material/grid_view:", N_("Sectors"), WORK),
    PageEntry("outcomes", ":material/workspace_premium:", N_("Outcomes"), WORK, Action.SEE_EVIDENCE, EVERYBODY),
    PageEntry("coordination", ":material/handshake:", N_("Coordination"), WORK, Action.SEE_NEEDS, EVERYBODY),
    PageEntry("round", ":material/gavel:", N_("Round"), WORK, Action.SEE_ROUND, EVERYBODY),
    PageEntry(
        "methodology", ":material/account_tree:", N_("Methodology"), FOUNDATIONS, Action.SEE_METHODOLOGY, EVERYBODY
    ),
    PageEntry("data", ":material/database:", N_("Data"), FOUNDATIONS, Action.LOAD_DATA),
    PageEntry("snapshots", ":material/inventory_2:", N_("Snapshots"), FOUNDATIONS, Action.MAKE_SNAPSHOT, EVERYBODY),
)


def pages_of(role: Role) -> tuple[PageEntry, ...]:
    """The pages of a role's menu; the first is its start page."""
    return tuple(entry for entry in PAGES if entry.is_open_to(role))


def page(code: str) -> PageEntry:
    """The entry of one page."""
    return next(entry for entry in PAGES if entry.code == code)
