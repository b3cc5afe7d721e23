"""What is shown instead of a page to those who are not let in: the way to sign in, or a polite refusal."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from brep_metrics.access import Refusal, admits_applicants
from brep_metrics.app.auth import identity
from brep_metrics.app.pages import pages_of
from brep_metrics.app.wording.formats import plain
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from brep_metrics.app.auth.identity import Visitor
    from brep_metrics.errors import BrepError
    from brep_metrics.i18n import Language
    from brep_metrics.store import Store

_log = logging.getLogger(__name__)

REASONS = {
    Refusal.AUDIENCE: N_("This sign-in was made for another program. Please sign in again."),
    Refusal.UNVERIFIED: N_("The identity provider has not verified your e-mail address, so it cannot be relied on."),
    Refusal.EXPIRED: N_("Your sign-in has expired. Please sign in again."),
    Refusal.REVOKED: N_("You have signed out. Please sign in again."),
    Refusal.UNKNOWN: N_("You are signed in as {email}, but no account is kept for this address here."),
}
ADVICE = N_("If you should have access, please contact the operator of this dashboard.")


def ask_to_sign_in(language: Language, store: Store, found: Visitor, *, page: str) -> NoReturn:
    """Ask for a sign-in, or say why this one opens nothing; ends the run."""
    _ = translator(language).gettext
    st.title(_("Evaluation of the working groups"), anchor=False)
    if found.refusal is None:
        st.markdown(
            _(
                "It shows how the working groups of the Belt and Road Energy Partnership Cooperation Network are "
                "evaluated: evaluators rank them, leading organizations see their result and report, participants "
                "follow their needs."
            )
        )
        st.markdown(_("This dashboard is open to those who have an account. Please sign in."))
        if admits_applicants():
            st.markdown(
                _(
                    "An organization that wants to join the network signs in with a verified e-mail address and hands "
                    "in a Record of Intention."
                )
            )
    else:
        identity.log_refusal(store, found, page=page, reason=found.refusal)
        st.info(_(REASONS[found.refusal]).format(email=plain(found.email)), icon=":material/lock:")
        st.markdown(_(ADVICE))
    if found.refusal in {None, Refusal.EXPIRED, Refusal.REVOKED, Refusal.AUDIENCE}:
        st.button(_("Sign in"), on_click=st.login, key="sign-in", type="primary", icon=":material/login:")
    else:
        sign_out_button(language, store, found)
    st.stop()


def refuse_page(language: Language, store: Store, found: Visitor, *, page: str) -> NoReturn:
    """Say that this page is for others; ends the run."""
    _ = translator(language).gettext
    identity.log_refusal(store, found, page=page, reason="page")
    st.title(_("This page is not open to you"), anchor=False)
    st.info(_("Your account may open other pages."), icon=":material/lock:")
    if found.viewer is not None:
        start = pages_of(found.viewer.role)[0]
        if st.button(_("To your start page: {page}").format(page=_(start.name)), icon=start.icon, key="to-start"):
            st.switch_page(start.file)
    st.markdown(_(ADVICE))
    st.stop()


def explain_no_group(language: Language) -> NoReturn:
    """Say that the reader's organization has no group to show; ends the run."""
    _ = translator(language).gettext
    st.title(_("There is nothing to show you yet"), anchor=False)
    st.info(_("The organization of your account leads no working group, or belongs to none."), icon=":material/inbox:")
    st.markdown(_(ADVICE))
    st.stop()


def explain_outage(language: Language, error: BrepError) -> NoReturn:
    """Say that nobody can be let in for now, without telling a stranger more than that; ends the run."""
    _ = translator(language).gettext
    number = secrets.token_hex(4)
    _log.error("nobody can be let in, %s: %s", number, error)
    st.title(_("The dashboard cannot let anybody in"), anchor=False)
    # Only the operator's own machine is told the reason: without a provider nobody else is here.
    if identity.is_local():
        st.error(plain(error.text(language)), icon=":material/error:")
    st.markdown(_("Please give the operator of this dashboard the number {number}.").format(number=number))
    st.stop()


def sign_out_button(language: Language, store: Store, found: Visitor) -> None:
    """End the sign-in here and in every other tab; its cookie opens nothing any more."""
    st.button(
        translator(language).gettext("Sign out"),
        on_click=_sign_out,
        args=(store, found),
        key="sign-out",
        icon=":material/logout:",
    )


def _sign_out(store: Store, found: Visitor) -> None:
    if found.claims is not None:
        identity.end_sign_in(store, found.claims)
    st.logout()
