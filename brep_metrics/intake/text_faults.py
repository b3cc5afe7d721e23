"""What no text of a table says: what is left of characters that were lost, or of a cell that was never right.

Each kind is one pattern, in the syntax that DuckDB and Python share, so that a million texts are looked at once.
"""

from __future__ import annotations

import re

from brep_metrics.i18n import N_, Message

ERROR_VALUES = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
"""What a spreadsheet program writes into a CSV file where a formula failed."""

# Bytes of UTF-8 or GB18030 that were decoded as Windows-1252: accented letters and signs without a letter between them.
_TRAIL = (
    "[\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_BLANK = "[\t-\r \u0085\u00a0\u00ad\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]"
_KINDS = (
    ("\ufffd", N_("a character was lost before the file was saved")),
    (
        r"^[? 0-9().,:;/_-]*\?\?[? 0-9().,:;/_-]*$|^\?\?+[^? ]|\?\?\?+[0-9A-Za-z]",
        N_("characters were lost before the file was saved: question marks are left of them"),
    ),
    (r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", N_("a character that no text has")),
    (
        f"(?:[\u00e0-\u00ef]{_TRAIL}{_TRAIL}){{2}}|[\u00c2\u00c3][\u00a0-\u00bf]|[\u00a1-\u00fe]{{6}}",
        N_("a text that was decoded by a wrong encoding"),
    ),
    (f"^(?:{'|'.join(map(re.escape, ERROR_VALUES))}|#{{3,}})$", N_("an error value of the spreadsheet")),
    (f"^{_BLANK}+$", N_("nothing but blanks")),
)

TEXT_FAULT = "|".join(f"(?:{pattern})" for pattern, _ in _KINDS)
"""A pattern that a text matches where any of the kinds is in it."""


def text_problem(text: str) -> Message:
    """What is wrong with a text that `TEXT_FAULT` matches."""
    found = (problem for pattern, problem in _KINDS if re.search(pattern, text))
    return Message(next(found, N_("a character that no text has")))
