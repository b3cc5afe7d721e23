"""Attacks on the pages: text that means something to SQL, to a browser, to a spreadsheet or to a file system."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of
from brep_metrics.app.widgets.uploads import on_disk
from brep_metrics.csv_export import csv_for_people

PARAMETERS = [
    *("lang", "period", "methodology", "group", "groups", "sector", "grade", "compare", "indicator", "record"),
    *("cell", "by", "show", "part", "files", "generation", "as_of", "against", "order"),
    *("filing", "round", "for", "table", "kind", "country", "channel", "outcome", "activity", "report", "intention"),
    *("age", "moved", "why", "text", "notes", "behind", "late", "waiting", "showing", "need", "issue"),
]
ATTACKS = {
    "sql": "x'; drop table report; --",
    "union": "WG01' union select organization_id from organization --",
    "script": "<script>alert(1)</script>",
    "path": "../../../../etc/passwd",
    "null": "report:\x00",
    "markdown": "[x](javascript:alert(1)) ![](https://example.org/x.png) <b>x</b>",
    "directive": ":red[x] :material/home: :smile: $\\frac{1}{0}$",
    "format": "{0.__class__.__mro__} {visit.store} %s %(name)s ${HOME}",
    "newlines": "2025\r\nSet-Cookie: x=1\r\n\r\n<html>",
    "direction": "\u202e5202\u202c\u200b\ufeff",
    "alike": "\uff12\uff10\uff12\uff15",
    "centuries": "1000-01..9999-12",
    "decades": "1900-01..2999-12",
    "number": "9" * 400,
    "infinity": "inf",
    "not a number": "nan",
    "negative": "-1",
    "exponent": "1e308",
    "json": '{"__proto__": {"x": [[[[]]]]}}',
    "long": "x" * 50_000,
    "many": ";".join(f"WG{number:02}" for number in range(5_000)),
    "emoji": "\U0001f469\u200d\U0001f4bb" * 50,
    "reader": "evaluator@example.org",
    "file": "file:///etc/passwd#g000001",
    "pattern": "(a+)+$" + "a" * 40,
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("page", [entry.code for entry in pages_of(Role.EVALUATOR)])
def test_an_attack_in_every_address_parameter_is_only_text(signed_in, people, page, attack):
    """No page fails, no table is lost, and nothing that was typed is sent as HTML."""
    address = dict.fromkeys(PARAMETERS, ATTACKS[attack])
    opened = signed_in("evaluator@example.org", page, **address)
    assert not opened.exception
    assert not any(one.proto.allow_html for one in opened.markdown)
    with people.store.read() as reading:
        assert reading.fetch("select count(*) from report")[0][0] == people.store.current().rows["report"]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("file", {"filing": "F99999999999999999999"}),
        ("inbox", {"filing": "F2147483648"}),
        ("inbox", {"filing": "F" + "9" * 5_000}),
        ("rankings", {"generation": "g99999999999999999999"}),
        ("rankings", {"generation": "g2147483648"}),
        ("round", {"round": "2025-99999999999999999999"}),
        ("round", {"round": "9999-1"}),
    ],
)
def test_a_number_beyond_all_numbers_names_nothing(signed_in, page, address):
    """It is no number of the database's, and never reaches it."""
    assert not signed_in("evaluator@example.org", page, lang="en", **address).exception


@pytest.mark.parametrize("text", ["' or 1=1; --", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0"])
def test_an_attack_as_a_reason_is_only_text(signed_in, people, text):
    """A reason for publishing is kept as it was typed, and harmless where the journal is exported."""
    people.store.journal.append("exported", who=text, what=text)
    opened = signed_in("evaluator@example.org", "data", lang="en", part="history")
    assert not opened.exception
    assert not any(one.proto.allow_html for one in opened.markdown)
    assert not people.store.verify()


@pytest.mark.parametrize("name", ["../../report.csv", "..\\..\\report.csv", "/etc/report.csv", "C:\\report.csv"])
def test_an_upload_is_written_nowhere_but_into_its_own_folder(name):
    """Whatever path the sender gave, the file keeps its bare name alone."""
    sent = SimpleNamespace(name=name, getvalue=lambda: b"x", getbuffer=lambda: b"x", size=1)
    with on_disk([sent]) as paths:
        assert [path.name for path in paths] == ["report.csv"]
        assert all("brep-scratch-upload" in str(path) for path in paths)


def test_a_formula_in_a_name_reaches_no_spreadsheet():
    """Every download passes through the same neutralising export."""
    content = csv_for_people(pd.DataFrame({"name": ["=HYPERLINK(1)", "@SUM(1)", "-5 people"], "score": [-1.5, 2, 3]}))
    cells = [line.split(b",")[0] for line in content.splitlines()[1:]]
    assert not any(cell.strip(b'"').startswith((b"=", b"@", b"-")) for cell in cells)
    assert b"-1.5" in content
