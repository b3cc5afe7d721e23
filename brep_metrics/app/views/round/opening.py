"""Announcing a round: period, methodology, first day, list on notice; what else it fixes follows from these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.access import Role
from brep_metrics.app.auth import identity
from brep_metrics.app.queries.choices import methodologies, offered_periods, usual_selection
from brep_metrics.app.views.round.acting import act
from brep_metrics.app.wording.formats import period_name
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from brep_metrics.access import Account
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor


def show_opening(visit: Visit, actor: Actor) -> None:
    """The form, folded: a round is opened once a year."""
    _ = visit.gettext
    every = methodologies()
    usual = usual_selection(visit)
    with st.expander(_("Open a round"), icon=":material/add_circle:"):
        periods = {one.code: one for one in offered_periods(usual)}
        code = st.selectbox(
            _("Period"),
            list(periods),
            format_func=lambda one: period_name(one, visit.language),
            key="round-open-period",
        )
        name = st.selectbox(
            _("Methodology"),
            list(every),
            key="round-open-methodology",
            format_func=lambda code: every[code].title.text(visit.language),
        )
        begins = st.date_input(_("First day of the self-assessment"), value=network_day(), key="round-open-begins")
        whole = st.checkbox(_("On notice every lead sees the results of all groups"), key="round-open-whole")
        pressed = st.button(_("Announce"), key="round-open", type="primary")
        if pressed and code is not None and name is not None:
            accounts = _evaluators(visit)
            panel = list(accounts) or [actor.who]
            act(
                visit,
                lambda: core.open_round(
                    visit.store,
                    actor,
                    period=periods[code],
                    methodology=every[name],
                    panel=panel,
                    recused=core.recused_by_organization(visit.store, accounts.values(), network_day()),
                    begins=begins,
                    whole_list=whole,
                ),
                _("The round is announced."),
            )


def _evaluators(visit: Visit) -> dict[str, Account]:
    """Who decides and votes: every evaluator with an account, nobody in local mode."""
    if identity.is_local():
        return {}
    known = identity.accounts(visit.store).items()
    return {email: account for email, account in known if account.role is Role.EVALUATOR}
