"""Applicants: people without an account who may hand in a Record of Intention, where the operator admits them.

Their verified address is all that is known of them; it is in the journal, so it must be one that an account could have.
"""

from __future__ import annotations

import os

from pydantic import ValidationError

from brep_metrics.access.accounts import Account, comparable
from brep_metrics.access.rights import Role
from brep_metrics.access.viewer import Viewer

VARIABLE = "BREP_APPLICANTS"
MAX_ADDRESS = 254  # RFC 5321, 4.5.3.1.3


def admits_applicants() -> bool:
    """Whether people without an account may apply; `on` is the only word that says so."""
    return os.environ.get(VARIABLE) == "on"


def applicant_of(email: str) -> Viewer | None:
    """The person with this verified address and no account; None where nobody may apply, or the address is none."""
    if not admits_applicants() or len(email) > MAX_ADDRESS or not email.isprintable():
        return None
    try:
        Account(email=email, role=Role.EVALUATOR)
    except ValidationError:
        return None
    return Viewer(Role.APPLICANT, comparable(email))
