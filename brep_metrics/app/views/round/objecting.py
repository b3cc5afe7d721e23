"""The objection of a group to the results on notice: its target, the ground, and what it rests on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.views.round.acting import act
from brep_metrics.app.views.round.assessing import keep_files
from brep_metrics.app.views.round.unsent_input import TypedForm
from brep_metrics.app.views.shared.attachments import ENDINGS
from brep_metrics.app.views.shared.filing_parts import attempted
from brep_metrics.app.widgets.uploads import choose_files
from brep_metrics.rounds import Act, Ground

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round

_PROCEDURE = "procedure"


def may_object(round_: Round, actor: Actor, group: str) -> bool:
    """Whether an objection can be begun, or one that was begun in time can still be sent."""
    if core.is_possible(round_, actor, Act.BEGIN_OBJECTION, group=group, target="*"):
        return True
    return any(core.may_still_be_sent(round_, group, target, datetime.now(UTC)) for target in _begun(round_, group))


def show_objection(visit: Visit, actor: Actor, round_: Round, group: str) -> None:
    """First the target, which is begun in the journal: what was begun in time may be sent a little later."""
    _ = visit.gettext
    target = _target(visit, round_, group)
    if target is None:
        return
    _begin(visit, actor, round_, group, target)
    form = TypedForm(visit, round_, "object", group, target)
    typed = _typed(visit, form, group, target)
    form.keep(typed)
    files = choose_files(visit, _("Attachments"), ENDINGS, key=f"round-object-files-{group}-{target}")
    if st.button(_("Object"), key="round-object", type="primary", icon=":material/send:"):
        do = form.handing_in(lambda: _object(visit, actor, round_, {"group": group, "target": target, **typed}, files))
        act(visit, do, _("Your objection was handed in."))


def _begun(round_: Round, group: str) -> list[str]:
    """The targets of objections that the group has begun and not sent, the latest first."""
    sent = {claim.target for claim in round_.objections if claim.group == group}
    begun = {target: at for (of, target), at in round_.begun.items() if of == group and target not in sent}
    return sorted(begun, key=lambda target: begun[target], reverse=True)


def _target(visit: Visit, round_: Round, group: str) -> str | None:
    """What the group objects to; what was begun last is chosen first."""
    _ = visit.gettext
    sent = {claim.target for claim in round_.objections if claim.group == group}
    titles = {one: title.text(visit.language) for one, title in core.targets_of(round_).items() if one not in sent}
    begun = next((one for one in _begun(round_, group) if one in titles), None)
    return st.selectbox(
        _("What do you object to?"),
        list(titles),
        index=None if begun is None else list(titles).index(begun),
        format_func=titles.__getitem__,
        key=f"round-target-{group}",
        placeholder=_("an indicator, a condition, the status or the procedure"),
    )


def _begin(visit: Visit, actor: Actor, round_: Round, group: str, target: str) -> None:
    content = {"group": group, "target": target}
    if (group, target) not in round_.begun and core.is_possible(round_, actor, Act.BEGIN_OBJECTION, **content):
        attempted(visit, lambda: core.perform(visit.store, round_.id, Act.BEGIN_OBJECTION, actor, content))


def _typed(visit: Visit, form: TypedForm, group: str, target: str) -> dict[str, str]:
    """The reason, and of a fact the records that it is about or the one that is missing."""
    _ = visit.gettext
    key = f"{group}-{target}"
    reason = st.text_area(
        _("Reason"), value=form.value("reason"), key=f"round-object-{key}", max_chars=core.MAX_TEXT, height=120
    )
    if target == _PROCEDURE:
        return {"reason": reason, "records": "", "missing": ""}
    records = st.text_area(
        _("Records that it is about, one per line: table and key"),
        value=form.value("records"),
        key=f"round-records-{key}",
        height=80,
    )
    missing = st.text_input(_("Or the record that is missing"), value=form.value("missing"), key=f"round-missing-{key}")
    return {"reason": reason, "records": records, "missing": missing}


def _object(visit: Visit, actor: Actor, round_: Round, content: dict[str, str], files: list[UploadedFile]) -> Round:
    named = [core.record_of(line.strip(" ")) for line in content["records"].splitlines() if line.strip()]
    core.require_records(visit.store, round_, content["group"], named)
    ground = Ground.PROCEDURE if content["target"] == _PROCEDURE else Ground.FACT
    whole = content | {
        "ground": str(ground),
        "records": [[one.table, list(one.key)] for one in named],
        "missing": content["missing"] or None,
        "attachments": keep_files(visit, files),
    }
    return core.perform(visit.store, round_.id, Act.OBJECT, actor, whole)
