"""An applicant's organization and its Record of Intention: two filings, each with its own form, that go as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.filing.filed_columns import APPLICATION, ORGANIZATION_TABLE
from brep_metrics.filing.filings import Filing, filings, id_of
from brep_metrics.filing.states import State
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from brep_metrics.store import Store

OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)


def is_application(filing: Filing) -> bool:
    """Whether it is the Record of Intention of an applicant."""
    return filing.role == Role.APPLICANT.value and filing.table == APPLICATION


def brings_organization(filing: Filing) -> bool:
    """Whether it holds an applicant's organization, and so goes with an intention."""
    return filing.role == Role.APPLICANT.value and filing.table == ORGANIZATION_TABLE


def organization_of(store: Store, filing: Filing) -> Filing | None:
    """The filing that brings the organization of an applicant's intention; None for any other filing."""
    if not is_application(filing) or filing.organization_id is None:
        return None
    return next(iter(filings(store, [id_of(filing.organization_id)])), None)


def parts_of(store: Store, filing: Filing) -> tuple[Filing, ...]:
    """What is submitted, returned, withdrawn and entered with a filing: itself, after the organization it needs.

    An organization that went with another intention stays as it is.

    Raises:
        UsageError: it is only the organization.

    """
    if brings_organization(filing):
        text = N_("{number} goes with its Record of Intention")
        raise UsageError(Message(text, {"number": filing.number}))
    organization = organization_of(store, filing)
    return (filing,) if organization is None or organization.state is not filing.state else (organization, filing)
