"""What a methodology from outside may ask for: little enough that reading and computing it takes seconds at most."""

from __future__ import annotations

import time

import pytest

from brep_metrics.errors import FaultsError
from brep_metrics.methodology import available_methodologies, load_methodology, parse_methodology

SMALL = """id = "small"
[[node]]
code = "index"
[[indicator]]
code = "a"
parent = "index"
"""


def refused(text: str) -> str:
    """The faults in words; a refusal has to come within five seconds."""
    started = time.monotonic()
    with pytest.raises(FaultsError) as caught:
        parse_methodology(text, file="m.toml")
    assert time.monotonic() - started < 5
    return "\n".join(f"{one.column} {one.value} {one.problem} {one.expected}" for one in caught.value.faults)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[robustness]\ndraws = 1000000000000\n", "at most 100000"),
        ("[robustness]\ndraws = 100001\n", "at most 100000"),
        (f"[robustness]\nseed = {10**400}\n", "seed"),
        (f"[robustness]\nnormalise = {['rank'] * 21}\n", "at most 20 of them"),
        ("[treatment]\nwinsorise_at_most = 1000000000\n", "at most 1000"),
        (f"[[indicator]]\ncode = 'b'\nparent = 'index'\nweight = {'9' * 300}.0\n", "at most 1e+15"),
        (
            f"[[indicator]]\ncode = 'b'\nnormalise = {{ method = 'steps', steps = {[[i, i] for i in range(201)]} }}\n",
            "200",
        ),
        ("".join(f"[[node]]\ncode = 'n{i}'\nparent = 'index'\n" for i in range(200)), "at most 200 of them"),
        ("".join(f"[[indicator]]\ncode = 'i{i}'\nparent = 'x'\n" for i in range(4_000)), "at most 500 of them"),
        ("".join(f"[[grade]]\ncode = 'g{i}'\nfrom = {-i}\n" for i in range(51)), "at most 50 of them"),
        ("[parameters]\n" + "".join(f"p{i} = 1\n" for i in range(501)), "at most 500 of them"),
        ("".join(f"k{i} = 1\n" for i in range(21_000)), "21009 values"),
        ("x = " + "[" * 60 + "]" * 60 + "\n", "60 levels deep"),
        ("x = " + "[" * 50_000 + "]" * 50_000 + "\n", "nested too deeply"),
        (".".join("a" * 60_000) + " = 1\n", "a key has too many parts"),
        ("x = {" + ".".join(['"a"'] * 30_000) + " = 1}\n", "a key has too many parts"),
        ("a" * 250_000 + "\n", "not TOML"),
        ("# " + "x" * 300_000 + "\n", "the file is too large"),
    ],
    ids=lambda text: text[:20].strip(),
)
def test_more_than_a_methodology_needs_is_refused_with_the_limit(more, said):
    """Whatever decides how much work is done has an end, and the refusal names it."""
    # Keys of the document come before its tables.
    assert said in refused(SMALL + more if more.startswith("[") else more + SMALL)


def test_a_value_without_end_is_cut():
    """80 characters of it are enough to find it."""
    said = refused("x = 1 " + "y" * 90_000 + "\n" + SMALL)
    assert f"x = 1 {'y' * 73}…" in said
    assert "y" * 74 not in said
    said = refused(SMALL.replace('parent = "index"', f'parent = "{"z" * 90_000}"'))
    assert f"parent {'z' * 79}…" in said


def test_what_comes_with_the_software_is_far_from_the_limits():
    """And the limits themselves are allowed."""
    for path in available_methodologies().values():
        load_methodology(path)
    assert parse_methodology(SMALL + "[robustness]\ndraws = 100000\n", file="m").robustness.draws == 100_000
