from __future__ import annotations

import os
import struct
import zipfile

import pytest

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.snapshot.archive import extracted, sha256_of, write_archive

FILES = {"datapackage.json": b"{}\n", "scores.csv": b"a,b\r\n" * 1000, "tables/report.csv": "报告\r\n".encode()}


@pytest.fixture
def folder(tmp_path):
    source = tmp_path / "source"
    (source / "tables").mkdir(parents=True)
    for name, content in FILES.items():
        (source / name).write_bytes(content)
    return source


@pytest.fixture
def archive(folder, tmp_path):
    target = tmp_path / "a.zip"
    write_archive(target, folder, FILES)
    return target


def refuses(path):
    with pytest.raises(FaultsError) as caught, extracted(path):
        pass
    return caught.value.faults[0].problem.text("en")


def test_equal_contents_are_equal_bytes_at_any_time(folder, archive, tmp_path):
    """Neither the files' times nor the clock reach the archive."""
    for name in FILES:
        os.utime(folder / name, (1e9, 1e9))
    write_archive(tmp_path / "b.zip", folder, FILES)
    assert sha256_of(archive) == sha256_of(tmp_path / "b.zip")


def test_what_was_written_comes_back(archive):
    """Reading gives every file as it was."""
    with extracted(archive) as unpacked:
        assert {name: (unpacked / name).read_bytes() for name in FILES} == FILES


def test_a_write_that_fails_leaves_nothing(folder, tmp_path):
    """A target appears complete or not at all."""
    with pytest.raises(FileNotFoundError):
        write_archive(tmp_path / "c.zip", folder, [*FILES, "absent.csv"])
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_a_changed_byte_anywhere_is_refused_or_changes_nothing(archive):
    """Whatever byte of the zip is changed, it is refused, or unpacks to the very same files."""
    intact = archive.read_bytes()
    for position in range(len(intact)):
        archive.write_bytes(intact[:position] + bytes([intact[position] ^ 0x41]) + intact[position + 1 :])
        try:
            with extracted(archive) as unpacked:
                found = {str(p.relative_to(unpacked)): p.read_bytes() for p in unpacked.rglob("*.*")}
        except FaultsError:
            continue
        assert found == FILES, position


@pytest.mark.parametrize("change", [lambda b: b"MZ" + b, lambda b: b + b"x", lambda b: b[:-30], lambda b: b[:0]])
def test_bytes_around_the_files_are_refused(archive, change):
    """Nothing may hide before or after the archive, nor may its end be missing."""
    archive.write_bytes(change(archive.read_bytes()))
    refuses(archive)


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/passwd", "a/b/c.csv", "..\\evil.csv", ".hidden", "a.csv "])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    """No file of an archive can be written outside the folder it is unpacked to."""
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        evil.writestr(name, "x")
    assert "name" in refuses(tmp_path / "evil.zip")


def test_a_bomb_is_refused_unopened(tmp_path):
    """A file that would unpack to far more than it seems is refused by its own figures."""
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("scores.csv", b"0" * (40 << 20))
    assert "more than a snapshot" in refuses(tmp_path / "bomb.zip")


def test_too_many_files_are_refused(tmp_path):
    """The number of files is limited."""
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as many:
        for number in range(600):
            many.writestr(f"f{number}.csv", "")
    assert "more than a snapshot" in refuses(tmp_path / "many.zip")


def test_a_directory_that_claims_millions_of_files_is_refused_unread(tmp_path, monkeypatch):
    """Listing them would take memory for each, so the end of the file is looked at first."""
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, 900_000_000, 0, 0)
    (tmp_path / "claims.zip").write_bytes(b"x" * 100 + end)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("opened"))
    assert "more than a snapshot" in refuses(tmp_path / "claims.zip")


def test_a_zip_of_somebody_else_is_refused(tmp_path):
    """The same files packed by another program are not this software's archive."""
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        for name, content in FILES.items():
            other.writestr(name, content)
    assert "not packed by this software" in refuses(tmp_path / "other.zip")


def test_no_zip_at_all_is_refused(tmp_path):
    """A text file is no snapshot; a missing file is a wrong request."""
    (tmp_path / "t.zip").write_text("hello")
    refuses(tmp_path / "t.zip")
    with pytest.raises(UsageError), extracted(tmp_path / "absent.zip"):
        pass
