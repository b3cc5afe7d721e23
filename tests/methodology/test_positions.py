import tomllib
from pathlib import Path

import pytest

from brep_metrics.methodology.positions import lines_of

TEXT = '''# a comment with [brackets] and "quotes"
id = "x # not a comment"   # but this is
scale = [ 0,   # the lower end
  100 ]
title = { zh = "甲\\"}", en = 'a = b' }
note.zh = """
two
lines \\""" still
"""
"quoted key" = \'\'\'it's
fine\'\'\'
day = 2025-01-01 10:00:00

[parameters]
a.b = 1

[[node]]
code = "one"
[node.more]
deep = [ { x = 1 }, { x = 2, y = [] } ]
[[node]]
code = "two"
[[node.inner]]
k = true
[[node.inner]]
k = false
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("scale",), 3),
        (("scale", 1), 4),
        (("title", "en"), 5),
        (("note", "zh"), 6),
        (("quoted key",), 10),
        (("day",), 12),
        (("parameters",), 14),
        (("parameters", "a", "b"), 15),
        (("node",), 17),
        (("node", 0), 17),
        (("node", 0, "code"), 18),
        (("node", 0, "more", "deep", 1, "y"), 20),
        (("node", 1), 21),
        (("node", 1, "code"), 22),
        (("node", 1, "inner", 1, "k"), 26),
    ],
)
def test_every_key_has_its_line(path, line):
    """Comments, strings over several lines, dotted keys, inline and repeated tables do not shift it."""
    assert lines_of(TEXT)[path] == line


def paths_of(value, path=()):
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in entries:
        yield from paths_of(item, (*path, key))


@pytest.mark.parametrize("file", sorted((Path(__file__).parents[2] / "data" / "methodology").glob("*.toml")))
def test_a_whole_file_is_covered(file):
    """Exactly the keys that the parser finds have a line, and it is one where the key is written."""
    text = file.read_text(encoding="utf-8")
    lines = lines_of(text)
    assert set(lines) == set(paths_of(tomllib.loads(text)))
    written = text.split("\n")
    assert all(str(path[-1]) in written[line - 1] for path, line in lines.items() if isinstance(path[-1], str))
