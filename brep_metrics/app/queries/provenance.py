"""Which data and methodology a figure comes from, and whether it is published, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from brep_metrics.app.queries import results
from brep_metrics.app.wording.formats import day, period_name
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language


def provenance_text(selection: Selection) -> str:
    """Which data and which methodology a figure comes from, in one line."""
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    text = _("Data as of {as_of} · methodology {title} {version} ({hash}) · generation {generation}").format(
        as_of=day(selection.as_of, visit.language),
        title=methodology.title.text(visit.language) or methodology.id,
        version=methodology.version,
        hash=methodology.short_hash,
        generation=selection.generation.id,
    )
    parts = [text, publication_state(selection), *caveats(selection)]
    if visit.access_scope.is_evaluator and (closed := len(visit.access_scope.closed_groups)):
        parts.append(_("groups that compete with yours are left out: {count}").format(count=closed))
    return " · ".join(parts)


def caveats(selection: Selection, language: Language | None = None) -> tuple[str, ...]:
    """What every figure of a period must say: that it still runs, or that much of it came in too late to count.

    In the reader's language unless told. Before anything is loaded there are no such figures.
    """
    if selection.visit.is_first:
        return ()
    chosen = language or selection.visit.language
    period, as_of = period_name(selection.period.code, chosen), day(selection.as_of, chosen)
    _ = translator(chosen).gettext
    found = []
    if selection.is_running:
        running = _("{period} is still running: the figures are of its part up to {as_of}")
        found.append(running.format(period=period, as_of=as_of))
    if (late := results.late_records(selection)).is_serious:
        left_out = _(
            "{count} of {of_rows} records of {period} came in, or were filled in, after {as_of} and do not count"
        )
        found.append(left_out.format(count=len(late.rows), of_rows=late.of_rows, period=period, as_of=as_of))
    return tuple(found)


def publication_state(selection: Selection, language: Language | None = None) -> str:
    """Whether the figures are published, and since when, or provisional; in the reader's language unless told."""
    chosen = language or selection.visit.language
    _ = translator(chosen).gettext
    official = selection.publication()
    if official is None or not selection.is_published:
        return _("provisional")
    since = day(date.fromisoformat(official.at[:10]), chosen)
    return _("published on {date}").format(date=since)
