import numpy as np
import pytest

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.methodology import parse_methodology
from brep_metrics.values import read_values

RULES = """id = "plain"
[[grade]]
code = "good"
from = 0
[[gate]]
indicator = "filed"
at_least = 1
caps_at = "good"
[[adjustment]]
indicator = "award"
points_per_unit = 1
limit = 3
[[node]]
code = "index"
[[indicator]]
code = "income"
parent = "index"
[[indicator]]
code = "health"
parent = "index"
[[indicator]]
code = "award"
[[indicator]]
code = "filed"
"""
METHODOLOGY = parse_methodology(RULES, file="plain.toml")


@pytest.fixture
def read(tmp_path):
    def read_bytes(data):
        path = tmp_path / "values.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_values(path, METHODOLOGY)

    return read_bytes


@pytest.fixture
def faults_of(read):
    """(line, column, value, expected) of every fault."""

    def faults(data):
        with pytest.raises(FaultsError) as caught:
            read(data)
        return [
            (fault.line, fault.column, fault.value, fault.expected.text("en") if fault.expected else None)
            for fault in caught.value.faults
        ]

    return faults


def test_columns_may_stand_in_any_order_and_empty_cells_are_missing(read):
    """The arrays have the order of the methodology."""
    table = read("unit,award,health,income\nb,1,,3.5\na,,-2e1,.5\n")
    assert table.units == ("b", "a")
    np.testing.assert_equal(table.values, [[3.5, np.nan], [0.5, -20]])
    np.testing.assert_equal(table.conditions.adjustments, [[1], [np.nan]])


def test_a_gate_without_column_was_not_measured(read):
    """Without the column no unit fails; with it an empty cell does."""
    without = read("unit,award,health,income\na,1,2,3\n").conditions
    assert without.nothing_due.tolist() == [[True]]
    present = read("unit,award,health,income,filed\na,1,2,3,\nb,1,2,3,1\n").conditions
    assert present.nothing_due.tolist() == [[False], [False]]
    np.testing.assert_equal(present.gates, [[np.nan], [1]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_told_apart_by_their_bytes(read, encoding):
    """UTF-8 with or without byte-order mark, GB18030, and line ends of Windows."""
    table = read('unit,award,health,income\r\n"绿色能源,工作组",1,2,3\r\n'.encode(encoding))
    assert table.units == ("绿色能源,工作组",)


def test_a_misspelt_column_is_answered_with_the_nearest(faults_of):
    """The missing column that it may be meant as is no second fault."""
    found = faults_of("unit,award,Health,income\na,1,2,3\n")
    assert (1, "Health", None, "“health”") in found
    assert not any(fault[1] == "health" for fault in found)


def test_the_first_column_is_the_unit(faults_of):
    """In another place it would be read as a value."""
    assert (1, "award", None, "“unit”") in faults_of("award,unit,health,income\n1,a,2,3\n")


def test_every_fault_of_every_row_is_listed(faults_of):
    """Text for a number, special numbers, a short row, a repeated and an empty unit, with their physical lines."""
    text = 'unit,award,health,income\na,1,x,3\nb,1,"2\n",nan\na,1,2,inf\nc,1\n ,1,"1,000",0x10\nd,1e999,2,３\n'
    number = "a number such as 1234.5, or an empty cell"
    assert faults_of(text) == [
        (2, "health", "x", number),
        (3, "health", "2␣", number),
        (3, "income", "nan", number),
        (5, "unit", "a", None),
        (5, "income", "inf", number),
        (6, None, None, "4 cells"),
        (7, "unit", None, None),
        (7, "health", "1,000", number),
        (7, "income", "0x10", number),
        (8, "award", "1e999", number),
        (8, "income", "３", number),
    ]


@pytest.mark.parametrize(
    ("unit", "problem", "spelling"),
    [
        ("O01\u200b", "invisible character U+200B after “O01”", "“O01”"),
        ("\ufeffO01", "invisible character U+FEFF before “O01”", "“O01”"),
        ("O01\u00a0", "blank U+00A0 after “O01”", "“O01”"),
        (" O01", "blank U+0020 before “O01”", "“O01”"),
        ("Ｏ01", "full-width or half-width form U+FF2F before “01”", "“O01”"),
        ("o01", "looks like “O01” on line 2", None),
        ("O01", "the unit is on line 2 already", None),
    ],
)
def test_no_two_units_look_alike(read, unit, problem, spelling):
    """Spellings that a reader takes for one unit are not ranked as two: the difference is named."""
    with pytest.raises(FaultsError) as caught:
        read(f"unit,award,health,income\nO01,1,2,3\n{unit},1,2,3\n")
    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.problem.text("en")) == (3, "unit", problem)
    assert (fault.expected.text("en") if fault.expected else None) == spelling


def test_two_forms_of_one_letter_are_one_unit(read, faults_of):
    """Units are kept in NFC, as identifiers of the network are."""
    assert read("unit,award,health,income\nCafe\u0301,1,2,3\n").units == ("Caf\u00e9",)
    twice = faults_of("unit,award,health,income\nCafe\u0301,1,2,3\nCaf\u00e9,1,2,3\n")
    assert twice == [(3, "unit", "Caf\u00e9", None)]


def test_rows_of_blanks_are_skipped(read):
    """As in the tables of the network: a spreadsheet program leaves rows of commas below a table."""
    table = read("unit,award,health,income\na,1,2,3\n,,,\n \u3000,\t,,\nb,1,2,3\n,,,\n")
    assert table.units == ("a", "b")


def test_a_row_that_is_too_long_is_named_with_the_limit(read):
    """The limit is that of the tables of the network; the other rows are still checked."""
    with pytest.raises(FaultsError) as caught:
        read(f"unit,award,health,income\n{'a' * 400_001},1,2,3\nb,x,2,3\n")
    found = [(fault.line, fault.column, fault.problem.text("en")) for fault in caught.value.faults]
    assert found == [(2, None, "the row is longer than 400000 characters"), (3, "award", "not a number")]


def test_an_open_quotation_mark_is_named_with_its_line(read):
    """It is said once, where it opens."""
    with pytest.raises(FaultsError) as caught:
        read('unit,award,health,income\na,1,2,3\n"b,1,2,3\nc,1,2,3\n')
    (fault,) = caught.value.faults
    assert fault.line == 3


def test_column_names_that_cannot_be_read_are_one_fault(faults_of):
    """The row below them is not taken for them."""
    assert faults_of('unit,"award"x,health,income\na,1,2,3\n') == [(1, None, None, None)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"unit,award,health,income\n",
        b"\x00\x01\x02",
        b"\xff\xfeu\x00",
        b'unit,award,health,income\n"a',
    ],
)
def test_what_is_no_table_is_refused(faults_of, data):
    """Empty, without rows, binary, UTF-16, or with an open quotation mark."""
    assert faults_of(data)


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path):
    """Also a folder."""
    with pytest.raises(UsageError):
        read_values(tmp_path / "absent.csv", METHODOLOGY)
    with pytest.raises(UsageError):
        read_values(tmp_path, METHODOLOGY)
