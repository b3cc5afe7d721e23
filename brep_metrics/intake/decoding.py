"""The bytes of a CSV file: whether they are text at all, and in which of the two encodings.

What the text says is left to `records` and the checks.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 24
_ASCII = bytes(range(0x80))
_LONG_UTF8_SEQUENCE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ENCODINGS = Message(N_("UTF-8 or GB18030 text"))
_UNICODE_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def faults_of_bytes(data: bytes, file: str, table: str) -> list[Fault]:
    """Why `data` cannot be read as text at all: empty, binary, UTF-16, broken UTF-8 (each bad line); or nothing."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        expected = Message(N_("a line of column names"))
        return [Fault(file, Message(N_("the file is empty")), table=table, expected=expected)]
    if data.startswith(_UNICODE_16_MARKS):
        return [Fault(file, Message(N_("the file is UTF-16 text")), table=table, expected=_ENCODINGS)]
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return [Fault(file, Message(N_("the file is binary")), line, table=table, expected=_ENCODINGS)]
    if is_utf8(data) or _is_gb18030(data):
        return []
    return [
        Fault(file, Message(N_("not readable as text")), line, table=table, value=value, expected=_ENCODINGS)
        for line, value in _undecodable_lines(data)
    ]


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
    """Whether this is GB18030 rather than UTF-8 with a few broken bytes, which would decode too, as nonsense.

    Chinese in UTF-8 is sequences of three bytes; in GB18030 such a run occurs only by chance.
    """
    beyond_ascii = len(data.translate(None, _ASCII))
    in_long_sequences = sum(len(found[0]) for found in _LONG_UTF8_SEQUENCE.finditer(data))
    if 2 * in_long_sequences > beyond_ascii:
        return False
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _undecodable_lines(data: bytes) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            yield number, line[error.start : error.end].hex(" ").upper()
