"""The form of a draft, drawn by `draft_form.js` with the inputs of `draft_inputs.js`.

Its fields save what is typed by themselves, and show their faults. What a field may hold is said by its maker;
this module neither reads nor checks values.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.draft_fields import Field

_FOLDER = Path(__file__).parent
SCRIPT = "\n".join((_FOLDER / name).read_text("utf-8") for name in ("draft_inputs.js", "draft_form.js"))

_form = st.components.v2.component(
    "brep_draft_form",
    html='<div class="brep-form"></div>',
    js=SCRIPT,
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    isolate_styles=False,
)


def draft_form(
    visit: Visit,
    draft: str,
    fields: Sequence[Field],
    *,
    lists: Mapping[str, Sequence[tuple[str, str]]],
    address: str,
    checked: bool = False,
) -> bool:
    """Draw the form of `draft`, which saves to `address`; says whether the writer has asked for the next step just now.

    `lists` are the choices, code and label, by the name that fields give. Faults show once a field was edited, and all
    of them where the draft was `checked`.
    """
    shown = _form(
        key=f"draft-form-{draft}",
        data={
            "draft": draft,
            "owner": visit.visitor.sign_in[:12],
            "address": address,
            "language": visit.language,
            "fields": [asdict(field) for field in fields],
            "lists": {name: [list(option) for option in options] for name, options in lists.items()},
            "words": _words(visit),
            "checked": checked,
        },
        on_saved_change=_answered_by_the_run,
        on_done_change=_answered_by_the_run,
    )
    return shown.done is not None


def _words(visit: Visit) -> dict[str, str]:
    _ = visit.gettext
    return {
        "required": _("required"),
        "search": _("Search"),
        "was": _("Until now: {value}"),
        "nothing": _("(empty)"),
        "part": _("This date is not complete."),
        "mark": _("yes, with this filing"),
        "today": network_day().isoformat(),
        "typing": _("Not saved yet …"),
        "saved": _("Saved at {at}"),
        "waiting": _("The server does not answer. What you typed is kept in this window and will be saved."),
        "changed": _("{who} has changed this to “{value}” meanwhile."),
        "mine": _("Keep mine"),
        "theirs": _("Take theirs"),
        "done": _("Save and check"),
    }


def _answered_by_the_run() -> None:
    """Streamlit tells of an event only where something listens; the run that it starts draws what was saved."""
