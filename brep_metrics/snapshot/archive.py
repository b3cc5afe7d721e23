"""The zip itself: written so that equal contents are equal bytes, read as something that a stranger has sent.

What the files mean is not known here; `descriptor` and `verification` know.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from brep_metrics.errors import Fault, FaultsError, UsageError
from brep_metrics.given_files import is_there
from brep_metrics.i18n import N_, Message
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The earliest moment a zip can state: a fixed one, so that neither clock nor time zone reaches the bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE_FILE = 3, 0o100644 << 16
_LEVEL = 6
_BLOCK = 1 << 20
# Zip specification 4.3.12 (from the comment's length on) and 4.3.16.
_ENTRY_END, _END_RECORD = struct.Struct("<3H2L"), struct.Struct("<4s4H2LH")

_NAME = re.compile(r"([a-z_]+/)?[A-Za-z]\w*\.[a-z]+", re.ASCII)
_MAX_FILES = 500
_MAX_DIRECTORY = _MAX_FILES * 400
_MAX_BYTES = 1 << 30
# Deflate reaches 1000:1 on a file made for it; tables of text stay far below.
_MAX_EXPANSION, _SMALL = 150, 16 << 20


def write_archive(target: Path | IO[bytes], folder: Path, names: Iterable[str]) -> None:
    """Write the files `names` of `folder`, in this order; a path appears complete or not at all."""
    if not isinstance(target, Path):
        _write(target, folder, names)
        return
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            _write(file, folder, names)
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def sha256_of(path: Path) -> str:
    """The hash of a file of any size, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def extracted(archive: Path) -> Iterator[Path]:
    """A temporary folder with the archive's files, after every check that needs no knowledge of what they mean.

    Raises:
        UsageError: there is no such file.
        FaultsError: it is not a zip, was not written by `write_archive`, is damaged, or would unpack to too much.

    """
    if not (is_there(archive) and archive.is_file()):
        raise UsageError(Message(N_("there is no file {path}"), {"path": archive}))
    with scratch_folder("snapshot") as folder:
        try:
            _check_end(archive)
            with zipfile.ZipFile(archive) as opened:
                _check_form(opened, archive)
                for info in opened.infolist():
                    _unpack(opened, info, folder, archive)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            # RuntimeError is how zipfile refuses an encrypted member.
            raise _refused(archive, Message(N_("is not an intact zip file"))) from error
        yield folder


def refused(name: str, faults: list[Fault]) -> FaultsError:
    """The refusal of a snapshot, in one sentence: the first thing that does not hold, and how many more there are."""
    first = Message(N_("{file} {problem}"), {"file": faults[0].file, "problem": faults[0].problem})
    text = N_("The snapshot {name} does not hold: {first}.")
    if len(faults) > 1:
        text = N_("The snapshot {name} does not hold: {first}, and {more} more.")
    return FaultsError(Message(text, {"name": name, "first": first, "more": len(faults) - 1}), faults)


def _write(file: IO[bytes], folder: Path, names: Iterable[str]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=_LEVEL) as archive:
        for name in names:
            with (folder / name).open("rb") as source, archive.open(_plain_info(name), "w") as member:
                shutil.copyfileobj(source, member, _BLOCK)


def _plain_info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _READABLE_FILE
    return info


def _check_end(archive: Path) -> None:
    """Look at the number of members before `zipfile` lists them all: it needs memory for as many as are claimed."""
    with archive.open("rb") as file:
        file.seek(-min(_END_RECORD.size, archive.stat().st_size), os.SEEK_END)
        end = file.read()
    if len(end) == _END_RECORD.size and end.startswith(b"PK\5\6"):
        members, size = _END_RECORD.unpack(end)[4:6]
        if members > _MAX_FILES or size > _MAX_DIRECTORY:
            raise _refused(archive, Message(N_("would unpack to more than a snapshot ever holds")))
    else:
        # `write_archive` leaves no comment, so its files end in this record.
        raise zipfile.BadZipFile


def _check_form(opened: zipfile.ZipFile, archive: Path) -> None:
    infos = opened.infolist()
    names = [info.filename for info in infos]
    if len(names) > _MAX_FILES or sum(info.file_size for info in infos) > _MAX_BYTES:
        raise _refused(archive, Message(N_("would unpack to more than a snapshot ever holds")))
    for info in infos:
        if not _NAME.fullmatch(info.filename) or names.count(info.filename) > 1:
            raise _refused(archive, Message(N_("holds a file whose name no snapshot uses")), info.filename)
        if info.file_size > max(_SMALL, _MAX_EXPANSION * info.compress_size):
            raise _refused(archive, Message(N_("would unpack to more than a snapshot ever holds")), info.filename)
    if not _is_gapless(opened, infos, archive.stat().st_size):
        raise _refused(archive, Message(N_("was not packed by this software, or was changed afterwards")))


def _is_gapless(opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether everything but the members' contents is, to the byte, what `write_archive` puts there."""
    offset, directory = 0, b""
    for info in infos:
        plain = _plain_info(info.filename)
        plain.file_size, plain.compress_size, plain.CRC = info.file_size, info.compress_size, info.CRC
        header = plain.FileHeader(zip64=False)
        if info.header_offset != offset or _bytes_at(opened, offset, len(header)) != header:
            return False
        directory += _directory_entry(plain, header, offset)
        offset += len(header) + info.compress_size
    end = _END_RECORD.pack(b"PK\5\6", 0, 0, len(infos), len(infos), len(directory), offset, 0)
    return _bytes_at(opened, offset, size) == directory + end


def _directory_entry(plain: zipfile.ZipInfo, header: bytes, offset: int) -> bytes:
    # All but its first four bytes, the local header is in the central directory too.
    versions = b"PK\1\2" + bytes([plain.create_version, plain.create_system])
    return versions + header[4:30] + _ENTRY_END.pack(0, 0, 0, plain.external_attr, offset) + plain.filename.encode()


def _bytes_at(opened: zipfile.ZipFile, offset: int, count: int) -> bytes:
    file = opened.fp
    if file is None:
        return b""
    file.seek(offset)
    return file.read(count)


def _unpack(opened: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, archive: Path) -> None:
    target = folder / info.filename
    target.parent.mkdir(exist_ok=True)
    left = info.file_size
    with opened.open(info) as member, target.open("wb") as file:
        while block := member.read(_BLOCK):
            left -= len(block)
            file.write(block)
    if left != 0:
        raise _refused(archive, Message(N_("is not an intact zip file")), info.filename)


def _refused(archive: Path, problem: Message, member: str | None = None) -> FaultsError:
    return refused(archive.name, [Fault(member or archive.name, problem)])
