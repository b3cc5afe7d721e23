"""Zip files of others: how many members they may list, and a member read no further than asked."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from brep_metrics.zip_files import first_bytes, lists_more_than


def packed(members: int) -> BytesIO:
    content = BytesIO()
    with ZipFile(content, "w") as package:
        for number in range(members):
            package.writestr(f"{number}.txt", "x")
    return content


@pytest.mark.parametrize(("members", "limit", "more"), [(0, 0, False), (7, 7, False), (8, 7, True), (1, 0, True)])
def test_members_are_counted_before_they_are_listed(members, limit, more):
    """Up to the limit, and the file can be read from its beginning afterwards."""
    content = packed(members)
    assert lists_more_than(content, limit) is more
    assert content.tell() == 0


@pytest.mark.parametrize("before", [(1 << 20) - 5, (1 << 20) - 3, (1 << 20) - 1, 1 << 20])
def test_an_entry_on_the_seam_of_two_pieces_counts_once(before):
    """Wherever the file is cut for reading."""
    content = BytesIO(bytes(before) + b"PK\x01\x02" + bytes(100))
    assert lists_more_than(content, 0)
    assert not lists_more_than(content, 1)


def test_a_member_is_unpacked_no_further_than_asked():
    """However long it is."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        package.writestr("long", b"0123456789" * 1000)
        package.writestr("short", b"01")
    with ZipFile(content) as package:
        assert first_bytes(package, "long", 4) == b"0123"
        assert first_bytes(package, "short", 4) == b"01"
