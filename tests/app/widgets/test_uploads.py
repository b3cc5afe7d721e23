from __future__ import annotations

from dataclasses import dataclass

import pytest

from brep_metrics.app.widgets.uploads import on_disk, safe_name


@dataclass
class Sent:
    """A file as the browser sends it."""

    name: str
    content: bytes = b""

    def getbuffer(self) -> memoryview:
        """Its bytes, as Streamlit gives them."""
        return memoryview(self.content)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("need.csv", "need.csv"),
        ("../../etc/need.csv", "need.csv"),
        ("C:\\Users\\ann\\need.csv", "need.csv"),
        ("..", "_"),
        ("", "_"),
        (".hidden.csv", "hidden.csv"),
        ("a\x00b\n;rm -rf.csv", "a_b_rm -rf.csv"),
        ("需求(一).csv", "需求(一).csv"),
    ],
)
def test_a_name_is_only_a_label(name, safe):
    """No folder, no leading dot and no character that means something to a system is left of a sender's name."""
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending():
    """A name is cut before its ending, which says what kind of file it is."""
    cut = safe_name("x" * 500 + ".csv")
    assert len(cut) == 200
    assert cut.endswith(".csv")


@pytest.mark.parametrize("name", ["年" * 120 + ".csv", "x." + "年" * 120, "🙂" * 90 + ".xlsx"])
def test_a_name_that_is_too_long_in_bytes_is_cut_to_whole_characters(name):
    """A file system counts bytes, 255 of them, and a Chinese character has three: the file can be written."""
    with on_disk([Sent(name, b"one"), Sent(name, b"two")]) as paths:
        assert [path.read_bytes() for path in paths] == [b"one", b"two"]
        assert all(len(path.name.encode()) <= 255 for path in paths)
        assert "\ufffd" not in paths[0].name


def test_files_are_there_only_within_the_block():
    """What was sent is in one folder under its own name, and is gone afterwards."""
    with on_disk([Sent("../need.csv", b"one"), Sent("issue.csv", b"two")]) as paths:
        assert [(path.name, path.read_bytes()) for path in paths] == [("need.csv", b"one"), ("issue.csv", b"two")]
        assert paths[0].parent == paths[1].parent
        folder = paths[0].parent
    assert not folder.exists()


def test_files_of_one_name_do_not_overwrite_each_other():
    """Of several files with one name the later ones get a number."""
    with on_disk([Sent("a.csv", b"1"), Sent("A.csv", b"2"), Sent("a.csv", b"3")]) as paths:
        assert [path.name for path in paths] == ["a.csv", "A (2).csv", "a (3).csv"]
        assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3"]
