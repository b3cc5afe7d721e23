"""One filing that the address opens: its form while it is a draft, else what it says and what the reader may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.queries import filings
from brep_metrics.app.views.shared.attachments import show_attachments
from brep_metrics.app.views.shared.filing_draft import show_confirming, show_draft, show_withdrawing
from brep_metrics.app.views.shared.filing_parts import show_content, show_head, show_history, show_receipt
from brep_metrics.app.views.shared.thread import TABLES, show_posts
from brep_metrics.app.widgets.heading import name_window
from brep_metrics.filing import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing


def show_filing(
    visit: Visit,
    actor: Actor,
    one: Filing,
    *,
    deciding: Callable[[Visit, Actor, Sequence[Filing]], None] | None = None,
) -> None:
    """Draw it; `deciding` is what a page adds for those who may enter it."""
    name_window(visit, filings.heading(visit, one))
    show_head(visit, one)
    if filings.may(actor, one, Act.SAVE):
        show_draft(visit, actor, one)
    else:
        show_content(visit, one)
        show_receipt(visit, one)
        show_attachments(visit, actor, one)
        if one.table in TABLES and one.key:
            show_posts(visit, actor, one.table, one.key)
        if deciding is not None and filings.may(actor, one, Act.ENTER):
            deciding(visit, actor, [one])
        show_confirming(visit, actor, one)
        show_withdrawing(visit, actor, one)
    show_history(visit, actor, one)
