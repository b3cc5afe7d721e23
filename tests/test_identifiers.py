"""Identifiers: which characters are refused, by which name, and which spellings look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brep_metrics.identifiers import identifier_fault, look_alike_form, normalised

RIGHT = [
    "ГРУППА-1",
    "СО-1",
    "国Ж",
    "λ-1",
    "O01",
    "WG01-2025-O01",
    "国别 组-1",
    "Cafe\u0301",
    "a b",
    "Ω",
    "x/y",
    "No.5_(b)",
]
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u202e\u2060\u2063\u2800\u3164\ufe0f\ufeff\uffa0\U000e0001"
)
BLANKS = "\u00a0\u1680\u2002\u2003\u2007\u2009\u202f\u205f"
BREAKS = "\n\r\v\f\x85\u2028\u2029"


@pytest.mark.parametrize("text", RIGHT)
def test_letters_digits_and_single_blanks_inside_are_right(text: str):
    """Whatever can be seen and told apart may name a record, in any script."""
    assert identifier_fault(text) is None


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        (INVISIBLE, "invisible character"),
        (BLANKS, "blank"),
        (BREAKS, "line break"),
        ("\0\t\x1b\x7f", "control character"),
        ("\ue000\uffff\U0001fffe", "undefined character"),
        ("Ａ０－，；ｱ￥\u3000", "full-width or half-width form"),
        ("٠۵०๑𝟗", "digit of another script"),
        ("ОСԛЖ", "Cyrillic letter"),
        ("ΟΑνλ", "Greek letter"),
    ],
)
@pytest.mark.parametrize("place", ["{}O01", "O{}01", "O01{}"], ids=["before", "inside", "after"])
def test_the_wrong_character_is_named(characters: str, kind: str, place: str):
    """Its kind, its code, and the text beside it; one is enough, wherever it is."""
    for character in characters:
        fault = identifier_fault(place.format(character))
        assert fault is not None, hex(ord(character))
        beside = {"{}O01": "before “O01”", "O{}01": "after “O”", "O01{}": "after “O01”"}[place]
        assert fault.problem.text("en") == f"{kind} U+{ord(character):04X} {beside}"


def test_blanks_at_the_ends_are_named():
    """The ordinary blank is wrong only there."""
    assert identifier_fault(" a b").problem.text("en") == "blank U+0020 before “a b”"
    assert identifier_fault("a b ").problem.text("zh") == "“a b”之后有空格 U+0020"
    assert identifier_fault("\u200b").problem.text("en") == "invisible character U+200B and nothing else"


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("WGО1", "WGO1"),
        ("ΑB٣", "AB3"),
        ("WGЖ1", ""),
        ("\ufeffO\u200b01 ", "O01"),
        ("ＷＧ０１", "WG01"),
        ("a\u00a0b\n", "a b"),
        ("\u200b", ""),
    ],
)
def test_the_nearest_right_spelling_is_proposed(text: str, spelling: str):
    """Without what cannot be seen, with ordinary letters for full-width ones."""
    assert identifier_fault(text).spelling == spelling


@given(st.text(min_size=1))
def test_the_proposed_spelling_is_right(text: str):
    """What a fault proposes is not refused in its turn."""
    fault = identifier_fault(text)
    assert fault is None or not fault.spelling or identifier_fault(fault.spelling) is None


@given(st.text(min_size=1))
def test_spellings_of_one_text_look_alike(text: str):
    """Case, width and normal form make no second identifier."""
    form = look_alike_form(text)
    for other in (text.upper(), text.lower(), *(unicodedata.normalize(kind, text) for kind in ("NFC", "NFD", "NFKC"))):
        assert look_alike_form(other) == form or text.upper().lower() != text.lower()


@pytest.mark.parametrize("other", ["o01", "Ｏ01", "O０1", "О01", "Ο01", "о01"])
def test_case_width_and_alphabet_do_not_tell_identifiers_apart(other: str):
    """Nor do they for a reader."""
    assert look_alike_form(other) == look_alike_form("O01")


def test_words_of_another_alphabet_look_like_latin_ones_in_either_case():
    """Cyrillic ВКМНТ, in capitals or not, is what a Latin BKMHT is taken for."""
    assert {look_alike_form(text) for text in ("ВКМНТ-1", "вкмнт-1", "BKMHT-1", "ΒΚΜΗΤ-1")} == {"bkmht-1"}


def test_text_is_kept_in_nfc():
    """A letter and its accent are one character."""
    assert normalised("Cafe\u0301") == "Caf\u00e9"
