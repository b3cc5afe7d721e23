"""What the sidebar offers on every page: finding a group, how to read the page, saved views, and printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.widgets.group_search import search_group
from brep_metrics.app.widgets.print_button import print_button
from brep_metrics.app.widgets.reading_help import reading_help
from brep_metrics.app.widgets.saved_views import saved_views

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection


def page_tools(selection: Selection) -> None:
    """Draw them; a page does so once it knows its selection."""
    search_group(selection)
    reading_help(selection.visit)
    saved_views(selection.visit)
    print_button(selection.visit)
