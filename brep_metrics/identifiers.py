"""Identifiers: which texts may name a record or a unit, and which two of them look alike.

Two spellings of one identifier would count as two records, and the difference may not be visible at all. So whatever a
reader cannot see, or cannot tell from an ordinary letter, is refused by name, wherever identifiers come in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import chain

from brep_metrics.i18n import N_, Message

PLAIN_IDENTIFIER = "([!#-&(-~]([!-~]*[!#-&(-~])?)?"
"""A pattern for SQL: identifiers of these characters alone are right, and look alike where their lower case is the
same. It spares looking at each of a million of them here."""

_SHOWN = 20
"""Characters of an identifier that are shown beside the one that is wrong."""

_QUOTES = "'\"`‘’“”„«»"
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
# Alphabets of which letters look like Latin ones (Unicode Technical Standard 39, "Confusable Detection").
_TWIN_ALPHABETS = {
    "CYRILLIC": N_("Cyrillic letter"),
    "GREEK": N_("Greek letter"),
    "ARMENIAN": N_("letter of another alphabet"),
    "CHEROKEE": N_("letter of another alphabet"),
    "COPTIC": N_("letter of another alphabet"),
    "LISU": N_("letter of another alphabet"),
}
_LATIN_TWINS = str.maketrans(
    "АВСЕНІЈКМОРЅТХУԌԚԜҮаеорсухѕіјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν",
    "ABCEHIJKMOPSTXYGQWYaeopcyxsijhdqwABEZHIKMNOPTYXopv",
)
_FOLDED_TWINS = {
    # Of a letter whose two cases look like different ones, the capital counts: most codes are written in capitals.
    ord(chr(letter).casefold()): chr(twin).casefold()
    for letter, twin in reversed(_LATIN_TWINS.items())
}


@dataclass(frozen=True)
class IdentifierFault:
    """What is wrong with an identifier, and the nearest right spelling; empty if there is none."""

    problem: Message
    spelling: str

    @property
    def expected(self) -> Message:
        """What to write instead."""
        if self.spelling:
            return Message(N_("“{nearest}”"), {"nearest": self.spelling})
        return Message(N_("characters that can be seen, and letters of one alphabet"))


def normalised(text: str) -> str:
    """The text in Unicode NFC, the form in which all texts are kept."""
    return unicodedata.normalize("NFC", text)


def identifier_fault(text: str) -> IdentifierFault | None:
    """The first character that an identifier must not hold, named with its code and its place; None if all are right.

    Refused are blanks and quotation marks at the ends, every blank but the ordinary one, line breaks, control, format
    and other invisible characters, full-width or half-width forms, digits of other scripts, and letters beside Latin
    ones of an alphabet that has some like them. The text is taken as it would be kept, in NFC.
    """
    text = normalised(text)
    found = _first_fault(text)
    if found is None:
        return None
    spelling = _cleaned(text)
    return IdentifierFault(_named(text, *found), "" if _first_fault(spelling) else spelling)


def look_alike_form(text: str) -> str:
    """Equal for two identifiers that a reader would take for one.

    NFKC, case folded, Latin letters for those that look like them, runs of blanks as one.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.translate(_FOLDED_TWINS).split())


def _first_fault(text: str) -> tuple[int, str] | None:
    inside = range(len(text) - len(text.lstrip(" ")), len(text.rstrip(" ")))
    has_latin = any(map(_is_latin, text))
    for position, character in enumerate(text):
        kind = _kind(character, at_end=position not in inside) or (_twin_kind(character) if has_latin else None)
        if not kind and character in _QUOTES and position in {0, len(text) - 1}:
            kind = N_("quotation mark")
        if kind:
            return position, kind
    return None


def _is_latin(character: str) -> bool:
    return character.isalpha() and (character.isascii() or unicodedata.name(character, "").startswith("LATIN "))


def _twin_kind(character: str) -> str | None:
    """What a letter is that may be taken for a Latin one."""
    if character.isascii() or not character.isalpha():
        return None
    return _TWIN_ALPHABETS.get(unicodedata.name(character, "").partition(" ")[0])


def _kind(character: str, *, at_end: bool) -> str | None:
    """What a character is that an identifier must not hold in any company; None for every other one."""
    if character in _LINE_BREAKS:
        return N_("line break")
    if character == " ":
        return N_("blank") if at_end else None
    if ord(character) in _UNSEEN:
        return N_("invisible character")
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
        return N_("full-width or half-width form")
    if character.isdecimal() and not character.isascii():
        return N_("digit of another script")
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
    """The text without what cannot be seen, and with ordinary letters and digits for those that look like them."""
    seen = (" " if unicodedata.category(c) == "Zs" or c in _LINE_BREAKS or c == "\t" else c for c in text)
    kept = "".join(c for c in seen if ord(c) not in _UNSEEN and not unicodedata.category(c).startswith("C"))
    plain = "".join(_ordinary(c) if _kind(c, at_end=False) else c for c in kept)
    latin = plain.translate(_LATIN_TWINS) if any(map(_is_latin, plain)) else plain
    # A spreadsheet is kept from reading a code as a number by an apostrophe, or by a formula ="007".
    return normalised(" ".join(latin.removeprefix('="').strip(_QUOTES).split()))


def _ordinary(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else unicodedata.normalize("NFKC", character)
