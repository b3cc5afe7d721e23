import json

import pytest

from brep_metrics.cli.main import run
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology

PLAIN = """id = "plain"
[[node]]
code = "index"
[[indicator]]
code = "{}"
parent = "index"
[[indicator]]
code = "no_query"
parent = "index"
"""


def test_a_good_file_is_confirmed(capsys):
    """With its hash."""
    assert run(["methodology", "check", str(DEFAULT_METHODOLOGY), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "no faults" in printed
    assert load_methodology(DEFAULT_METHODOLOGY).short_hash in printed


def test_a_file_for_plain_tables_needs_no_queries(tmp_path, capsys):
    """None of its indicators has one."""
    path = tmp_path / "plain.toml"
    path.write_text(PLAIN.format("income"), encoding="utf-8")
    assert run(["methodology", "check", str(path), "--lang", "en"]) == 0
    assert "for tables of values" in capsys.readouterr().out


def test_a_missing_query_or_parameter_is_a_fault_of_the_network_s_methodology(tmp_path, capsys):
    """As soon as one indicator has a query, all need one, with the parameters that it binds."""
    path = tmp_path / "network.toml"
    path.write_text(PLAIN.format("needs_answered"), encoding="utf-8")
    assert run(["methodology", "check", str(path), "--lang", "en"]) == 1
    printed = capsys.readouterr().err
    assert "network.toml:5: indicator[needs_answered].code" in printed
    assert "answer_days" in printed
    assert "network.toml:8: indicator[no_query].code" in printed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_file_is_refused_in_both_languages(tmp_path, capsys, language):
    """All faults, on stderr, exit code 1."""
    path = tmp_path / "bad.toml"
    path.write_text(PLAIN.format("a").replace("parent", "parnet") + "wieght = 3\n", encoding="utf-8")
    assert run(["methodology", "check", str(path), "--lang", language]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    for line in (6, 9, 10):
        assert f"bad.toml:{line}: " in printed.err
    assert "“weight”" in printed.err


def test_the_tree_is_shown_in_order(capsys):
    """Each indicator behind its node, with its share of the total; JSON carries numbers and nulls."""
    assert run(["methodology", "show", "--format", "json", "--lang", "zh"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows[:3]] == ["index", "reporting", "work_plan_on_time"]
    assert rows[1]["title"] == "报告机制"
    assert sum(row["share"] or 0 for row in rows) == pytest.approx(1)
    assert {row["direction"] for row in rows} == {None, 1, -1}


def test_the_tree_is_set_in_by_depth(capsys, monkeypatch):
    """For reading."""
    monkeypatch.setenv("COLUMNS", "160")
    assert run(["methodology", "show", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert " index " in printed
    assert "   reporting " in printed
    assert "     work_plan_on_time " in printed
    assert "mean, goalposts 0..90, less is better" in printed
