"""What happened beside the scores of some periods: results published, methodologies and leads changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.wording.formats import day, period_name
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.periods import Period


class Milestone(NamedTuple):
    """One of them: the position of its period, its day, and what happened, in one word or two and in a sentence."""

    at: int
    day: str
    kind: str
    text: str


class _Found(NamedTuple):
    """What happened when; a result's own period."""

    when: date
    text: str
    kind: str
    of: Period | None = None


@cached_for_selection(100)
def milestones(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...]) -> tuple[Milestone, ...]:
    """By day; leading organizations of the `chosen` groups, or of all that the reader may name."""
    found = [*_published(selection), *_leads(selection, chosen)]
    placed = [(place(periods, one.when, of=one.of), one) for one in sorted(found, key=lambda one: one[:2])]
    language = selection.visit.language
    return tuple(Milestone(at, day(one.when, language), one.kind, one.text) for at, one in placed if at is not None)


def place(periods: tuple[Period, ...], when: date, *, of: Period | None) -> int | None:
    """The period in which it happened; a result that was published after all that are shown, at its own period."""
    for at, period in enumerate(periods):
        if period.start <= when <= period.end:
            return at
    return periods.index(of) if of in periods else None


def _published(selection: Selection) -> list[_Found]:
    """The results published by this methodology, and where its text differed from the one before."""
    visit = selection.visit
    _ = visit.gettext
    own = [one for one in visit.publications if one.methodology_id == selection.methodology.id]
    found: list[_Found] = []
    before = None
    for one in own:
        when, names = date.fromisoformat(one.at[:10]), {"period": period_name(one.period.code, visit.language)}
        text = _("result of {period} published")
        found.append(_Found(when, text.format(**names), _("published"), one.period))
        if before is not None and before != one.methodology_hash:
            text = _("result of {period} by another version of the methodology")
            found.append(_Found(when, text.format(**names), _("methodology changed"), one.period))
        before = one.methodology_hash
    return found


def _leads(selection: Selection, chosen: tuple[str, ...]) -> list[_Found]:
    visit, names = selection.visit, group_names(selection)
    _ = visit.gettext
    text, kind = _("{group} is led by {organization}"), _("lead changed")
    rows = results.rows_of(selection.now, "lead_changes", every_group=not chosen, group_ids=chosen)
    cells = rows[["joined_on", "group_id", "name_zh", "name_en"]].itertuples(index=False, name=None)
    return [
        _Found(
            joined.date(),
            text.format(group=names[group], organization=Title(zh or None, en or None).text(visit.language)),
            kind,
        )
        for joined, group, zh, en in cells
        if group in names
    ]
