"""The self-assessment of a group: a text, the values that it holds to be others, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.views.round.acting import act
from brep_metrics.app.views.round.unsent_input import TypedForm
from brep_metrics.app.views.shared.attachments import ENDINGS
from brep_metrics.app.widgets.uploads import choose_files
from brep_metrics.app.wording.formats import plain
from brep_metrics.rounds import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round

Difference = dict[str, str]


def show_assessment(visit: Visit, actor: Actor, round_: Round, group: str) -> None:
    """The form, with what was handed in or typed before."""
    _ = visit.gettext
    made = round_.assessments.get(group)
    if made is not None:
        st.success(plain(_("Your self-assessment was handed in; if you hand it in again, the later one counts.")))
    form = TypedForm(visit, round_, "assess", group, handed_in=_handed_in(round_, group))
    text = _text(visit, form, group)
    differences = _differences(visit, form, round_, group)
    form.keep(_fields(text, differences))
    files = choose_files(visit, _("Attachments"), ENDINGS, key=f"round-assess-files-{group}")
    before = dict(made.attachments) if made is not None else {}
    if before and not files:
        kept = _("Attached so far, and kept: {names}")
        st.caption(plain(kept.format(names=", ".join(before.values()))))
    if st.button(_("Hand in"), key="round-assess", type="primary", icon=":material/send:"):
        content: dict[str, object] = {"group": group, "text": text, "differences": differences}
        do = form.handing_in(lambda: _assess(visit, actor, round_, content, files, before))
        act(visit, do, _("Your self-assessment was handed in."))


def _handed_in(round_: Round, group: str) -> dict[str, Any]:
    """The form's fields as they were handed in."""
    made = round_.assessments.get(group)
    if made is None:
        return {}
    stated = [claim for claim in round_.claims.values() if claim.group == group and not claim.is_objection]
    return _fields(
        made.text,
        [
            {"indicator": claim.target.partition(":")[2], "value": claim.stated or "", "reason": claim.reason}
            for claim in stated
        ],
    )


def _fields(text: str, differences: Sequence[Difference]) -> dict[str, Any]:
    found: dict[str, Any] = {"text": text, "indicators": [one["indicator"] for one in differences]}
    for one in differences:
        found[f"value:{one['indicator']}"], found[f"why:{one['indicator']}"] = one["value"], one["reason"]
    return found


def _text(visit: Visit, form: TypedForm, group: str) -> str:
    text: str = st.text_area(
        visit.gettext("Self-assessment"),
        value=form.value("text"),
        key=f"round-assess-{group}",
        max_chars=core.MAX_TEXT,
        height=160,
    )
    return text


def _differences(visit: Visit, form: TypedForm, round_: Round, group: str) -> list[Difference]:
    """The indicators whose value the group disputes, each with its own value and the reason."""
    _ = visit.gettext
    indicators = {one.code: one.title.text(visit.language) for one in round_.terms.methodology.indicators}
    chosen = st.multiselect(
        _("Indicators whose value you dispute"),
        list(indicators),
        default=[code for code in form.value("indicators", []) if code in indicators],
        format_func=indicators.__getitem__,
        key=f"round-differences-{group}",
        placeholder=_("none: you agree"),
    )
    return [_difference(visit, form, group, code, indicators[code]) for code in chosen]


def _difference(visit: Visit, form: TypedForm, group: str, code: str, title: str) -> Difference:
    _ = visit.gettext
    with st.container(border=True):
        st.markdown(f"**{plain(title)}**")
        value = st.text_input(_("Your value"), value=form.value(f"value:{code}"), key=f"round-value-{group}-{code}")
        reason = st.text_area(
            _("Reason"),
            value=form.value(f"why:{code}"),
            key=f"round-why-{group}-{code}",
            max_chars=core.MAX_TEXT,
            height=80,
        )
    return {"indicator": code, "value": value, "reason": reason}


def _assess(
    visit: Visit,
    actor: Actor,
    round_: Round,
    content: dict[str, object],
    files: list[UploadedFile],
    before: dict[str, str],
) -> Round:
    """Files that are chosen anew take the place of those `before`."""
    attachments = keep_files(visit, files) if files else before
    return core.perform(visit.store, round_.id, Act.ASSESS, actor, content | {"attachments": attachments})


def keep_files(visit: Visit, files: list[UploadedFile]) -> dict[str, str]:
    """The files in the store; their names by sha256."""
    return core.keep_attachments(visit.store, [(one.name, one.getvalue()) for one in files])
