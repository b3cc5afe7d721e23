"""The bytes of a CSV file: whether they are text at all, and in which of the two encodings.

What the text says is left to `records` and the checks.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.chinese import is_chinese, likely_encoding, packed_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 24
_ASCII = bytes(range(0x80))
_LONG_UTF8_SEQUENCE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ENCODINGS = Message(N_("UTF-8 or GB18030 text"))
_SAVE_AS_UTF8 = Message(N_("UTF-8 or GB18030 text; open the file where it displays correctly and save it as UTF-8"))
_UNICODE_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNICODE_32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_END_MARK = b"\x1a"
_LISTED_LINES = 20
_ZERO_SHARE, _ZERO_SHARE_OF_32 = 0.2, 0.6


def faults_of_bytes(data: bytes, file: str, table: str) -> list[Fault]:
    """Why `data` cannot be read as text: empty, binary, another encoding, broken UTF-8 (its bad lines); or nothing."""
    if fault := _no_text(data, file, table):
        return [fault]
    packed = packed_encoding(data) if data.isascii() else None
    if not packed and (is_utf8(data) or _is_gb18030(data)):
        return []
    if not packed and _is_mostly_utf8(data):
        return [
            Fault(file, Message(N_("not readable as text")), line, table=table, value=value, expected=_ENCODINGS)
            for line, value in _undecodable_lines(data)
        ]
    line, value = next(iter(_undecodable_lines(data)), (None, None))
    likely = packed or likely_encoding(data)
    if likely:
        problem = Message(N_("the text looks like {encoding}, which is not read"), {"encoding": likely})
    else:
        problem = Message(N_("the encoding of the text cannot be determined"))
    return [Fault(file, problem, line, table=table, value=value, expected=_SAVE_AS_UTF8)]


def _no_text(data: bytes, file: str, table: str) -> Fault | None:
    """The fault of bytes that are no text of one or more bytes a character, from its beginning to its end."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        expected = Message(N_("a line of column names"))
        return Fault(file, Message(N_("the file is empty")), table=table, expected=expected)
    if wide := _wide_encoding(data):
        problem = Message(N_("the file is {encoding} text"), {"encoding": wide})
        return Fault(file, problem, table=table, expected=_SAVE_AS_UTF8)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return Fault(file, Message(N_("the file is binary")), line, table=table, expected=_ENCODINGS)
    if data.rstrip().endswith(_END_MARK):
        line = data.count(b"\n", 0, data.rindex(_END_MARK)) + 1
        problem = Message(N_("the file ends with the control character Ctrl-Z (U+001A)"))
        return Fault(file, problem, line, table=table, expected=Message(N_("the file without this character")))
    return None


def is_utf8(data: bytes) -> bool:
    """Whether every byte is valid UTF-8, looked at in pieces so that a large file is never held as text."""
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(view), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def as_utf8(data: bytes) -> bytes:
    """GB18030 bytes as UTF-8."""
    return data.decode("gb18030").encode()


def _is_gb18030(data: bytes) -> bool:
    """Whether this is Chinese in GB18030: other encodings decode as it without an error too, as nonsense."""
    if _is_mostly_utf8(data):
        return False
    try:
        return is_chinese(data)
    except UnicodeDecodeError:
        return False


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with a few broken bytes.

    Chinese in UTF-8 is sequences of three bytes; in GB18030 such a run occurs only by chance.
    """
    beyond_ascii = len(data.translate(None, _ASCII))
    in_long_sequences = sum(len(found[0]) for found in _LONG_UTF8_SEQUENCE.finditer(data))
    return 2 * in_long_sequences > beyond_ascii


def _wide_encoding(data: bytes) -> str | None:
    """The encoding that gives each character two or four bytes, by its mark or by its zeros; None for every other."""
    start = data[:_CHUNK]
    if data.startswith(_UNICODE_32_MARKS) or start.count(0) > _ZERO_SHARE_OF_32 * len(start):
        return "UTF-32"
    return "UTF-16" if data.startswith(_UNICODE_16_MARKS) or _is_unmarked_utf16(start) else None


def _is_unmarked_utf16(data: bytes) -> bool:
    """Whether every other byte is zero as often as in UTF-16 text of column names."""
    halves = (data[::2].count(0), data[1::2].count(0))
    return max(halves) > _ZERO_SHARE * len(data) and min(halves) == 0


def _undecodable_lines(data: bytes) -> Iterator[tuple[int, str]]:
    listed = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            yield number, line[error.start : error.end].hex(" ").upper()
            listed += 1
            if listed == _LISTED_LINES:
                return
