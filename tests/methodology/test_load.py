import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.methodology import DEFAULT_METHODOLOGY, available_methodologies, load_methodology, parse_methodology

MINIMAL = """id = "small"
[[node]]
code = "index"
[[indicator]]
code = "a"
parent = "index"
[[indicator]]
code = "b"
parent = "index"
weight = 3
"""


def refusal(text):
    with pytest.raises(FaultsError) as caught:
        parse_methodology(text, file="m.toml")
    return caught.value.faults


def faults_of(text):
    """The faults of a text, none if it is a methodology; a refusal without faults fails."""
    try:
        parse_methodology(text, file="m.toml")
    except FaultsError as error:
        return error.faults or pytest.fail("refused without a fault")
    return ()


def test_a_plain_table_needs_no_more_than_a_tree():
    """Everything else has a default: weights, directions, scale, rounding, no floor, values already on the scale."""
    methodology = parse_methodology(MINIMAL, file="m.toml")
    assert methodology.scale == (0, 100)
    assert methodology.round == 2
    assert methodology.coverage_floor == 0
    assert (methodology.grades, methodology.gates, methodology.adjustments) == ((), (), ())
    assert methodology.effective_weights.tolist() == [0.25, 0.75]
    assert {indicator.missing for indicator in methodology.scored} == {"reweight"}


def test_nodes_stand_behind_their_parents_whatever_the_order_of_the_file():
    """Root first; otherwise the order of the file is kept."""
    text = """id = "x"
[[node]]
code = "leaf"
parent = "branch"
[[node]]
code = "branch"
parent = "root"
[[node]]
code = "root"
[[node]]
code = "other"
parent = "root"
[[indicator]]
code = "a"
parent = "leaf"
[[indicator]]
code = "b"
parent = "other"
[[indicator]]
code = "only_measured"
"""
    methodology = parse_methodology(text, file="m.toml")
    assert [node.code for node in methodology.nodes] == ["root", "branch", "leaf", "other"]
    assert methodology.root.code == "root"
    assert [indicator.code for indicator in methodology.scored] == ["a", "b"]
    assert [indicator.code for indicator in methodology.measured] == ["a", "b", "only_measured"]
    assert [child.code for child in methodology.children("root")] == ["branch", "other"]


def test_the_hash_is_that_of_the_content():
    """Comments, spacing, the order of keys and 3 or 3.0 make no difference; any value does."""
    same = MINIMAL.replace("weight = 3", "weight   =  3.0   # why").replace(
        'id = "small"\n', '\n# note\nid = "small"\n'
    )
    swapped = MINIMAL.replace('parent = "index"\nweight = 3', 'weight = 3\nparent = "index"')
    original = parse_methodology(MINIMAL, file="m.toml")
    assert parse_methodology(same, file="other.toml").hash == original.hash
    assert parse_methodology(swapped, file="m.toml").hash == original.hash
    assert parse_methodology(MINIMAL.replace("3", "4"), file="m.toml").hash != original.hash
    assert re.fullmatch("[0-9a-f]{64}", original.hash)
    assert original.short_hash == original.hash[:12]


def test_the_text_is_kept_for_snapshots():
    """What was read can be written out again, with its comments."""
    assert parse_methodology(MINIMAL, file="m.toml").text == MINIMAL


def test_the_shipped_methodologies_load():
    """The default one is among them and comes first."""
    shipped = available_methodologies()
    assert next(iter(shipped.values())) == DEFAULT_METHODOLOGY
    assert load_methodology(DEFAULT_METHODOLOGY).id == "brep-annual"
    for path in shipped.values():
        assert load_methodology(path).effective_weights.sum() == pytest.approx(1)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    """Editors on Windows write both."""
    path = tmp_path / "m.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    assert load_methodology(path).hash == parse_methodology(MINIMAL, file="m.toml").hash


def test_what_is_not_toml_is_refused_with_its_line(tmp_path):
    """The line is shown."""
    (fault,) = refusal('id = "x"\nscale = = 3\n')
    assert (fault.line, fault.value) == (2, "scale = = 3")
    (fault,) = refusal('id = "x')
    assert fault.line == 1
    path = tmp_path / "m.toml"
    path.write_bytes(b'id = "x"\ntitle = "\xff"\n')
    with pytest.raises(FaultsError) as caught:
        load_methodology(path)
    assert caught.value.faults[0].line == 2
    with pytest.raises(UsageError):
        load_methodology(tmp_path / "absent.toml")
    with pytest.raises(UsageError):
        load_methodology(tmp_path)


def test_faults_of_all_kinds_are_listed_together_in_the_order_of_the_file():
    """One report serves for shape, references and goalposts; each fault names line, key, value, what was expected."""
    text = """id = "x"
roundd = 3
coverage_floor = "high"
[[node]]
code = "index"
agregate = "geometric"
[[indicator]]
code = "a"
parent = "indx"
weight = 0
normalise = { method = "goalposts", lower = 5, upper = 2 }
"""
    faults = refusal(text)
    assert [(fault.line, fault.column, fault.value) for fault in faults] == [
        (2, "roundd", "3"),
        (3, "coverage_floor", "high"),
        (5, "node[index].code", "index"),
        (6, "node[index].agregate", "geometric"),
        (9, "indicator[a].parent", "indx"),
        (10, "indicator[a].weight", "0"),
        (11, "indicator[a].normalise.lower", "5"),
    ]
    expected = [fault.expected.text("en") if fault.expected else "" for fault in faults]
    assert "“round”" in expected[0]
    assert "a number" in expected[1]
    assert "“aggregate”" in expected[3]
    assert "“index”" in expected[4]
    assert "above 0" in expected[5]
    assert "below 2" in expected[6]
    assert all(fault.problem.text("zh") != fault.problem.text("en") for fault in faults)
    assert all(fault.expected.text("zh") != fault.expected.text("en") for fault in faults if fault.expected)


LINES = DEFAULT_METHODOLOGY.read_text(encoding="utf-8").split("\n")
REPLACEMENTS = st.sampled_from(
    [
        "",
        "[]",
        "[1]",
        "{}",
        "{ a = 1 }",
        '"text"',
        "true",
        "-1",
        "0",
        "nan",
        "1e400",
        "2025-01-01",
        "[[1, 2]]",
        "[[node]]",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), REPLACEMENTS), min_size=1, max_size=4), st.booleans())
def test_a_broken_file_is_refused_or_read_and_never_crashes(changes, keeps_key):
    """Any value in any place: a methodology or a list of faults that say where."""
    lines = LINES.copy()
    for line, replacement in changes:
        key = lines[line].split("=")[0]
        lines[line] = f"{key}= {replacement}" if keeps_key and "=" in lines[line] else replacement
    faults = faults_of("\n".join(lines))
    assert all(fault.problem.text("zh") and fault.problem.text("en") for fault in faults)
    assert all(fault.line is not None or fault.column in {"id", "node", "indicator"} for fault in faults)
