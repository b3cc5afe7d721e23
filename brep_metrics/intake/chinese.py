"""Whether text that decodes as GB18030 is Chinese, and which encoding it is in where it is not.

Almost any bytes decode as GB18030. What tells real text from nonsense is that a few hundred characters make up most of
what is written in Chinese, while bytes of another encoding fall on any of many thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brep_metrics.intake.chinese_characters import FREQUENT, OF_NAMES

_MIN_SHARE = 0.3
"""Of the characters that are Chinese in name, how many must be frequent ones: real text has 0.5 and more, nonsense in
which the characters are evenly spread 0.15 at the most."""

# What GB18030 writes in four bytes, every other one of them a digit: text of no other encoding comes out as these.
_RARE = re.compile("[\u3400-\u4dbf\u9fa6-\u9fff\U00020000-\U000323af]")

_FEW = 12
"""Characters up to which the share of frequent ones says little."""

_MIN_SHARE_OF_FEW = 0.7
"""Of these, how many must be frequent or of names."""

# Punctuation and full-width forms say nothing either way.
_NEUTRAL = re.compile(r"[\x00-\x7f\u00b7\u2000-\u22ff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True)
class _Encoding:
    """One that is told apart by its letters: the share of these among all beyond ASCII must be high."""

    name: str
    codec: str
    letters: re.Pattern[str]
    share: float


_KANA, _CHINESE = re.compile("[\u3041-\u30fe]"), re.compile(f"[{''.join(sorted(FREQUENT))}]")
_SYLLABARIES = (
    _Encoding("EUC-KR", "euc_kr", re.compile("[\uac00-\ud7a3]"), 0.9),
    _Encoding("Shift-JIS", "shift_jis", _KANA, 0.2),
    _Encoding("EUC-JP", "euc_jp", _KANA, 0.2),
)
_IDEOGRAMS = (
    _Encoding("Big5", "big5", _CHINESE, _MIN_SHARE),
    _Encoding("Shift-JIS", "shift_jis", _CHINESE, _MIN_SHARE),
    _Encoding("EUC-JP", "euc_jp", _CHINESE, _MIN_SHARE),
)
# The letters that make up most of a text in an alphabet. Encodings of one alphabet hold them in different places, and
# often capitals where another has small letters, so that the right one is that which shows the most of them.
_RUSSIAN = re.compile("[оеаинтсрвлкмдпуязыбьгчйхж]")
_ALPHABETS = (
    _Encoding("Windows-1251", "cp1251", _RUSSIAN, 0.7),
    _Encoding("KOI8-R", "koi8_r", _RUSSIAN, 0.7),
    _Encoding("ISO 8859-5", "iso8859_5", _RUSSIAN, 0.7),
    _Encoding("CP866", "cp866", _RUSSIAN, 0.7),
    _Encoding("Windows-1253", "cp1253", re.compile("[αοιετσνηυρπκμλςίάόέήύγδχθ]"), 0.7),
    _Encoding("Windows-1255", "cp1255", re.compile("[א-ת]"), 0.9),
    _Encoding("Windows-1256", "cp1256", re.compile("[اليمونرتبةعدسفهكقحجطشصخ]"), 0.8),
    _Encoding("Windows-874", "cp874", re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e]"), 0.95),
)
_SAMPLE = 1 << 16
_RUNS = re.compile(rb"[\x80-\xff]+")
_PAIRS_IN_WORDS = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{2}(?=[a-z])")
_HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_UTF7 = re.compile(rb"\+[A-Za-z0-9/+]{3,}")
_ONLY_CHINESE = re.compile("[\u4e00-\u9fff]+")


def is_chinese(data: bytes) -> bool:
    """Whether bytes that decode as GB18030 are Chinese, not another encoding that decodes as it by chance.

    One person's name may be all that there is, and hold no frequent character: few characters are Chinese where most
    are frequent or of names, or where all are simplified ones and no other encoding fits.
    """
    told = _NEUTRAL.sub("", data.decode("gb18030"))
    frequent, rare = sum(map(FREQUENT.__contains__, told)), len(_RARE.findall(told))
    if len(told) > _FEW:
        return frequent + rare >= _MIN_SHARE * len(told)
    if rare:
        return True
    if frequent + sum(map(OF_NAMES.__contains__, told)) >= _MIN_SHARE_OF_FEW * len(told):
        return not _PAIRS_IN_WORDS.search(data)
    return all(map(_is_simplified, told)) and likely_encoding(data) is None


def likely_encoding(data: bytes) -> str | None:
    """The name of the encoding that the bytes look like; None where none of those looked for fits."""
    sample = data[:_SAMPLE]
    found = _first_that_fits(sample, _SYLLABARIES)
    if found is None and _has_lone_letters(sample):
        return "Windows-1252"
    if found is None:
        shares = {one.name: _share(sample, one) for one in _ALPHABETS}
        fitting = [one.name for one in _ALPHABETS if shares[one.name] >= one.share]
        found = max(fitting, key=lambda name: shares[name], default=None)
    return found or _first_that_fits(sample, _IDEOGRAMS)


def packed_encoding(data: bytes) -> str | None:
    """The encoding of bytes that are all ASCII but stand for other characters; None where they are what they show."""
    if b"\x1b$" in data:
        return "ISO-2022"
    if _HZ.search(data):
        return "HZ"
    texts = ((found[0] + b"-").decode("utf-7", "replace") for found in _UTF7.finditer(data[:_SAMPLE]))
    return "UTF-7" if any(_ONLY_CHINESE.fullmatch(text) for text in texts) else None


def _first_that_fits(sample: bytes, encodings: tuple[_Encoding, ...]) -> str | None:
    return next((one.name for one in encodings if _share(sample, one) >= one.share), None)


def _share(sample: bytes, one: _Encoding) -> float:
    """How many of the characters beyond ASCII are letters of the encoding."""
    beyond = [letter for letter in sample.decode(one.codec, "replace") if not letter.isascii()]
    return sum(map(bool, map(one.letters.match, beyond))) / len(beyond) if beyond else 0.0


def _has_lone_letters(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII are one or two within words of ASCII, as accented letters are."""
    runs = _RUNS.findall(sample)
    lone = sum(len(run) == 1 for run in runs) + len(_PAIRS_IN_WORDS.findall(sample))
    return bool(runs) and lone > len(runs) / 2


def _is_simplified(character: str) -> bool:
    """Whether a character is one of the ideographs of GB 2312."""
    try:
        return character.encode("gb2312") >= b"\xb0"
    except UnicodeEncodeError:
        return False
