"""Identifiers: which texts may name a record or a unit, and which two of them look alike.

Two spellings of one identifier would count as two records, and the difference may not be visible at all. So whatever a
reader cannot see, or cannot tell from an ordinary letter, is refused by name, wherever identifiers come in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import chain

from brep_metrics.i18n import N_, Message

PLAIN_IDENTIFIER = "[!-~]*"
"""A pattern for SQL: identifiers of these characters alone are right, and look alike where their lower case is the
same. It spares looking at each of a million of them here."""

_SHOWN = 20
"""Characters of an identifier that are shown beside the one that is wrong."""

_LINE_BREAKS = "\n\v\f\r\x85\u2028\u2029"
_KINDS = {
    "Cc": N_("control character"),
    "Cf": N_("invisible character"),
    "Cn": N_("undefined character"),
    "Co": N_("undefined character"),
    "Cs": N_("undefined character"),
    "Zs": N_("blank"),
}
# Characters that show nothing although Unicode counts them as letters, marks or symbols: joiners, Hangul fillers,
# variation selectors, the empty Braille pattern, the place of an embedded object.
_UNSEEN = frozenset(
    chain(
        (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC),
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE10),
        range(0xE0100, 0xE01F0),
    )
)


@dataclass(frozen=True)
class IdentifierFault:
    """What is wrong with an identifier, and the nearest right spelling, if there is one."""

    problem: Message
    spelling: str


def normalised(text: str) -> str:
    """The text in Unicode NFC, the form in which all texts are kept."""
    return unicodedata.normalize("NFC", text)


def identifier_fault(text: str) -> IdentifierFault | None:
    """The first character that an identifier must not hold, named with its code and its place; None if all are right.

    Refused are blanks at the ends, every blank but the ordinary one, line breaks, control, format and other invisible
    characters, and full-width or half-width forms. The text is taken as it would be kept, in NFC.
    """
    text = normalised(text)
    inside = range(len(text) - len(text.lstrip(" ")), len(text.rstrip(" ")))
    for position, character in enumerate(text):
        kind = _kind(character, at_end=position not in inside)
        if kind:
            return IdentifierFault(_named(text, position, kind), _cleaned(text))
    return None


def look_alike_form(text: str) -> str:
    """Equal for two identifiers that a reader would take for one: NFKC, case folded, runs of blanks as one."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def _kind(character: str, *, at_end: bool) -> str | None:
    """What a character is that an identifier must not hold; None for every other one."""
    if character in _LINE_BREAKS:
        return N_("line break")
    if character == " ":
        return N_("blank") if at_end else None
    if ord(character) in _UNSEEN:
        return N_("invisible character")
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
        return N_("full-width or half-width form")
    return _KINDS.get(unicodedata.category(character))


def _named(text: str, position: int, kind: str) -> Message:
    # The text before is right, since this is the first fault; the text after it may hold more of them.
    before, after = text[:position], _cleaned(text[position + 1 :])
    values = {"what": Message(kind), "character": f"U+{ord(text[position]):04X}"}
    if before.strip():
        return Message(N_("{what} {character} after “{text}”"), values | {"text": before[-_SHOWN:]})
    if after:
        return Message(N_("{what} {character} before “{text}”"), values | {"text": after[:_SHOWN]})
    return Message(N_("{what} {character} and nothing else"), values)


def _cleaned(text: str) -> str:
    """The text without what cannot be seen, and with ordinary letters for full-width ones."""
    seen = (" " if unicodedata.category(c) == "Zs" or c in _LINE_BREAKS or c == "\t" else c for c in text)
    kept = "".join(c for c in seen if ord(c) not in _UNSEEN and not unicodedata.category(c).startswith("C"))
    plain = "".join(unicodedata.normalize("NFKC", c) if _kind(c, at_end=False) else c for c in kept)
    return " ".join(plain.split())
