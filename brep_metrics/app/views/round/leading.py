"""What a lead does in a round: assess its own group, object while results are on notice, read the replies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.queries import rounds
from brep_metrics.app.views.round.acting import act
from brep_metrics.app.views.round.claims import show_claim, target_name
from brep_metrics.app.views.shared.attachments import ENDINGS
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import section, statement
from brep_metrics.app.widgets.uploads import choose_files
from brep_metrics.app.wording.formats import plain
from brep_metrics.rounds import Act, Ground, Stage

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round


def show_leading(visit: Visit, actor: Actor, round_: Round) -> None:
    """One group that the reader leads; a member sees where the round is, and nothing to do."""
    _ = visit.gettext
    own = [group for group in round_.terms.groups if group in actor.leads]
    if not own:
        return
    names = {code: name.text(visit.language) for code, name in rounds.group_names(visit, round_).items()}
    group = own[0]
    if len(own) > 1:
        group = filters.select(
            visit, "group", _("Working group"), own, default=own[0], title=lambda code: names.get(code, code)
        )
    section(_("Yours to do"))
    claims = [claim for claim in round_.claims.values() if claim.group == group]
    if round_.stage is Stage.SELF_ASSESSMENT:
        _show_assessment(visit, actor, round_, group)
    elif core.is_possible(round_, actor, Act.BEGIN_OBJECTION, group=group, target="*") or _has_begun(round_, group):
        _show_objection(visit, actor, round_, group)
    elif not claims:
        statement(_("There is nothing for you to do at this stage."))
    for claim in claims:
        title = f"{claim.id}: {target_name(visit, round_, claim)}"
        with st.expander(plain(title), icon=":material/rate_review:"):
            show_claim(visit, claim)


def show_on_behalf(visit: Visit, actor: Actor, round_: Round) -> None:
    """For an evaluator: what came from a group on paper, of those from which they are not recused."""
    _ = visit.gettext
    if round_.stage is Stage.SELF_ASSESSMENT:
        form, tried = _show_assessment, (Act.ASSESS, {"text": "", "differences": []})
    elif round_.stage is Stage.NOTICE:
        form, tried = _show_objection, (Act.BEGIN_OBJECTION, {"target": "*"})
    else:
        return
    name, content = tried
    able = [one for one in round_.terms.groups if core.is_possible(round_, actor, name, group=one, **content)]
    if not able:
        return
    names = {code: title.text(visit.language) for code, title in rounds.group_names(visit, round_).items()}
    with st.expander(_("Hand in on a group's behalf"), icon=":material/forward_to_inbox:"):
        group = st.selectbox(
            _("Working group"), able, format_func=lambda one: names.get(one, one), key="round-behalf", index=None
        )
        if group is not None:
            form(visit, actor, round_, group)


def _show_assessment(visit: Visit, actor: Actor, round_: Round, group: str) -> None:
    _ = visit.gettext
    made = round_.assessments.get(group)
    if made is not None:
        st.success(plain(_("Your self-assessment is in; handed in again, the later one counts.")))
    text = st.text_area(
        _("Self-assessment"),
        value=made.text if made else "",
        key=f"round-assess-{group}",
        max_chars=core.MAX_TEXT,
        height=160,
    )
    indicators = {one.code: one.title.text(visit.language) for one in round_.terms.methodology.indicators}
    stated = [
        claim.target.partition(":")[2]
        for claim in round_.claims.values()
        if claim.group == group and not claim.is_objection
    ]
    chosen = st.multiselect(
        _("Indicators whose value you hold to be another"),
        list(indicators),
        default=stated,
        format_func=indicators.__getitem__,
        key=f"round-differences-{group}",
        placeholder=_("none: you agree"),
    )
    differences = []
    for code in chosen:
        before = round_.claims.get(f"{group}:{code}")
        with st.container(border=True):
            st.markdown(f"**{plain(indicators[code])}**")
            value = st.text_input(
                _("Your value"), value=(before.stated or "") if before else "", key=f"round-value-{group}-{code}"
            )
            reason = st.text_area(
                _("Reason"),
                value=before.reason if before else "",
                key=f"round-why-{group}-{code}",
                max_chars=core.MAX_TEXT,
                height=80,
            )
        differences.append({"indicator": code, "value": value, "reason": reason})
    files = choose_files(visit, _("Attachments"), ENDINGS, key=f"round-assess-files-{group}")
    if made is not None and made.attachments and not files:
        kept = _("Attached so far, and kept: {names}")
        st.caption(plain(kept.format(names=", ".join(made.attachments.values()))))
    if st.button(_("Hand in"), key="round-assess", type="primary", icon=":material/send:"):
        content: dict[str, object] = {"group": group, "text": text, "differences": differences}
        before_ = dict(made.attachments) if made is not None else {}
        done = _("Your self-assessment is in.")
        act(visit, lambda: _assess(visit, actor, round_, content, files, before_), done)


def _assess(
    visit: Visit,
    actor: Actor,
    round_: Round,
    content: dict[str, object],
    files: list[UploadedFile],
    before: dict[str, str],
) -> Round:
    """Files that are chosen anew take the place of those `before`."""
    attachments = _kept(visit, files) if files else before
    return core.perform(visit.store, round_.id, Act.ASSESS, actor, content | {"attachments": attachments})


def _show_objection(visit: Visit, actor: Actor, round_: Round, group: str) -> None:
    """First the target, which is begun in the journal: what was begun in time may be sent a little later."""
    _ = visit.gettext
    targets = core.targets_of(round_)
    titles = {one: title.text(visit.language) for one, title in targets.items()}
    target = st.selectbox(
        _("What do you object to?"),
        list(targets),
        index=None,
        format_func=titles.__getitem__,
        key=f"round-target-{group}",
        placeholder=_("an indicator, a condition, the status or the procedure"),
    )
    if target is None:
        return
    if core.is_possible(round_, actor, Act.BEGIN_OBJECTION, group=group, target=target) and (
        (group, target) not in round_.begun
    ):
        content = {"group": group, "target": target}
        core.perform(visit.store, round_.id, Act.BEGIN_OBJECTION, actor, content)
    is_fact = target != "procedure"
    key = f"{group}-{target}"
    reason = st.text_area(_("Reason"), key=f"round-object-{key}", max_chars=core.MAX_TEXT, height=120)
    records, missing = "", ""
    if is_fact:
        records = st.text_area(
            _("Records that it is about, one per line: table and key"), key=f"round-records-{key}", height=80
        )
        missing = st.text_input(_("Or the record that is missing"), key=f"round-missing-{key}")
    files = choose_files(visit, _("Attachments"), ENDINGS, key=f"round-object-files-{key}")
    if st.button(_("Object"), key="round-object", type="primary", icon=":material/send:"):
        act(
            visit,
            lambda: _object(
                visit,
                actor,
                round_,
                {
                    "group": group,
                    "target": target,
                    "ground": str(Ground.FACT if is_fact else Ground.PROCEDURE),
                    "reason": reason,
                    "records": records,
                    "missing": missing or None,
                },
                files,
            ),
            _("Your objection is in."),
        )


def _object(visit: Visit, actor: Actor, round_: Round, content: dict[str, object], files: list[UploadedFile]) -> Round:
    named = [core.record_of(line.strip(" ")) for line in str(content["records"]).splitlines() if line.strip()]
    core.require_records(visit.store, round_, str(content["group"]), named)
    rows = [[one.table, list(one.key)] for one in named]
    whole = content | {"records": rows, "attachments": _kept(visit, files)}
    return core.perform(visit.store, round_.id, Act.OBJECT, actor, whole)


def _kept(visit: Visit, files: list[UploadedFile]) -> dict[str, str]:
    return core.keep_attachments(visit.store, [(one.name, one.getvalue()) for one in files])


def _has_begun(round_: Round, group: str) -> bool:
    """Whether the group began an objection in time that may still be sent."""
    return any(
        begun == group and core.may_still_be_sent(round_, group, target, datetime.now(UTC))
        for begun, target in round_.begun
    )
