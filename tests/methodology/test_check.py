import pytest

from brep_metrics.errors import FaultsError
from brep_metrics.methodology import parse_methodology

TREE = """id = "x"
[[grade]]
code = "good"
from = 60
[[grade]]
code = "poor"
from = 0
[[node]]
code = "index"
[[node]]
code = "part"
parent = "index"
[[indicator]]
code = "a"
parent = "part"
[[indicator]]
code = "b"
parent = "index"
"""

GATE = '[[gate]]\nindicator = "{}"\nat_least = 1\ncaps_at = "{}"\n'


def findings(text):
    """(line, key, what was expected) of every fault."""
    with pytest.raises(FaultsError) as caught:
        parse_methodology(text, file="m.toml")
    return [
        (fault.line, fault.column, fault.expected.text("en") if fault.expected else None)
        for fault in caught.value.faults
    ]


def test_the_tree_without_a_fault_is_accepted():
    """The base of the other tests."""
    assert parse_methodology(TREE, file="m.toml").root.code == "index"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('code = "b"', 'code = "a"', (17, "indicator[a].code", None)),
        ('code = "b"', 'code = "part"', (17, "indicator[part].code", None)),
        ('code = "b"', 'code = "unit"', (17, "indicator[unit].code", None)),
        ('code = "index"', 'code = "rank"', (9, "node[rank].code", None)),
        ('code = "poor"', 'code = "good"', (6, "grade[good].code", None)),
        ('parent = "part"', 'parent = "Part"', (15, "indicator[a].parent", "“part” (of: index, part)")),
        ("from = 0", "from = 60", (7, "grade[poor].from", "a number below 60")),
        ('id = "x"', 'id = "x"\nscale = [100, 0]', (2, "scale", "[lower, higher]")),
    ],
)
def test_a_broken_rule_is_named_with_its_line(old, new, found):
    """Duplicate and reserved codes, unknown parents, grades and scales out of order."""
    assert found in findings(TREE.replace(old, new, 1))


def test_parents_that_form_a_circle_are_refused():
    """Every node of the circle is named, and that no root is left."""
    text = TREE.replace('code = "index"', 'code = "index"\nparent = "part"', 1)
    assert {(9 - 1, "node", "one node without parent"), (10, "node[index].parent", None)} <= set(findings(text))


def test_there_is_one_root():
    """A second node without parent is asked for one."""
    text = TREE.replace('code = "part"\nparent = "index"', 'code = "part"')
    assert (10, "node[part].parent", "one of: index, part") in findings(text)


def test_a_node_needs_something_below_it():
    """Else it could never have a value."""
    assert (11, "node[part].code", None) in findings(TREE.replace('parent = "part"', 'parent = "index"'))


def test_something_must_be_scored():
    """Indicators without parent are only measured."""
    text = 'id = "x"\n[[node]]\ncode = "index"\n[[indicator]]\ncode = "a"\n'
    assert (4, "indicator", "the code of a node") in findings(text)


def test_the_exponent_belongs_to_power_means():
    """It is needed there and refused elsewhere."""
    power = TREE.replace('code = "part"', 'code = "part"\naggregate = "power"')
    assert (12, "node[part].aggregate", "p = …") in findings(power)
    assert parse_methodology(power.replace('"power"', '"power"\np = 2'), file="m.toml").nodes[1].p == 2
    assert (12, "node[part].p", None) in findings(TREE.replace('code = "part"', 'code = "part"\np = 2'))


def test_gates_and_adjustments_name_what_exists():
    """An unknown indicator or grade is answered with the nearest one."""
    assert parse_methodology(TREE + GATE.format("a", "poor"), file="m.toml").gates[0].caps_at == "poor"
    assert (20, "gate[1].indicator", "one of: a, b") in findings(TREE + GATE.format("zz", "poor"))
    assert (22, "gate[1].caps_at", "“poor” (of: good, poor)") in findings(TREE + GATE.format("a", "por"))
    adjustment = '[[adjustment]]\nindicator = "c"\npoints_per_unit = 1\nlimit = 3\n'
    assert (20, "adjustment[1].indicator", "one of: a, b") in findings(TREE + adjustment)
    without_grades = TREE[: TREE.index("[[grade]]")] + TREE[TREE.index("[[node]]") :] + GATE.format("a", "poor")
    assert (16, "gate[1].caps_at", "nothing: none is declared") in findings(without_grades)


@pytest.mark.parametrize(
    ("normalise", "key", "expected"),
    [
        ('{ method = "goalposts", lower = 2, upper = 2 }', "lower", "a number below 2"),
        ('{ method = "goalposts", upper = 2 }', "", "lower = …"),
        ("{ lower = 0, upper = 2, log = true }", "lower", "a number above 0"),
        ('{ method = "minmax", lower = 2 }', "lower", "one of: log"),
        ('{ method = "rank", log = true }', "log", "nothing: none is declared"),
        ('{ method = "steps" }', "", "steps = [[threshold, points], …]"),
        ('{ method = "steps", steps = [[1, 50], [1, 60]] }', "steps", None),
        ('{ method = "steps", steps = [[1, 50], [2, 40]] }', "steps", None),
        ('{ method = "steps", steps = [[1, 50], [2, 140]] }', "steps", "0 to 100"),
    ],
)
def test_each_method_gets_what_it_needs_and_nothing_else(normalise, key, expected):
    """Goalposts ascend whatever the direction; points rise with the value; a key that would do nothing is refused."""
    text = TREE + f"normalise = {normalise}\ndirection = 1\n"
    assert (19, f"indicator[b].normalise{'.' + key if key else ''}", expected) in findings(text)


def test_a_logarithm_as_treatment_does_not_go_with_goalposts():
    """The values would no longer be in the unit in which the goalposts are declared."""
    how = 'normalise = {{ method = "{}" }}\ntreatment = ["winsorise", "log"]\n'
    assert parse_methodology(TREE + how.format("minmax"), file="m.toml").indicators[1].treatment == ("winsorise", "log")
    text = TREE + 'treatment = ["log"]\n'
    assert (19, "indicator[b].treatment", '["winsorise"], or another method') in findings(text)
