"""What a page says of an error: nothing that only the operator may see."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from brep_metrics.app.auth import identity
from brep_metrics.app.wording.formats import in_words
from brep_metrics.errors import BrepError, StoreBusy, StoreError
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from brep_metrics.i18n import Language

_log = logging.getLogger(__name__)


def sentence(error: Exception, language: Language) -> str:
    """The error's own text where it is meant for the reader, else a sentence with the number of its line in the log.

    An error of the store names files and servers. In local mode the reader is the operator.
    """
    if isinstance(error, BrepError) and (identity.is_local() or not isinstance(error, StoreError)):
        return in_words(error.message, language)
    _ = translator(language).gettext
    if isinstance(error, StoreBusy):
        return _("Somebody else is writing at the moment. Please try again in a minute.")
    number = secrets.token_hex(4)
    _log.error("unexpected error %s", number, exc_info=error)
    return _(_numbered(error)).format(number=number)


def _numbered(error: Exception) -> str:
    if isinstance(error, StoreError):
        return N_(
            "The data cannot be read or written at the moment. "
            "Please give the operator of this dashboard the number {number}."
        )
    return N_("This page met an unexpected error. Please give the operator of this dashboard the number {number}.")
