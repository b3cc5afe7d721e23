"""The rules of a methodology that span keys or tables: the tree, references, goalposts, grades.

They look at the parsed document as it is, so that one report lists these faults beside those of its shape; whatever
has the wrong kind is left to `shape`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.check_normalise import is_pair, normalisation_findings
from brep_metrics.methodology.findings import Finding, one_of
from brep_metrics.methodology.weight_sets import named_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brep_metrics.methodology.positions import Path

    Document = Mapping[str, Any]

# The other columns of the two tables in which every node below the root is a column too.
_COLUMNS_OF_SCORE = {"unit", "rank", "coverage"}
_COLUMNS_OF_EVALUATE = {"group_id", "name_zh", "name_en", "sector_id", "score", "grade", "status"}


def check(document: Document) -> list[Finding]:
    """Everything in the `document` that breaks a rule between keys or tables."""
    rules = (
        _scales, _codes, _roots, _parents, _cycles, _childless, _powers, _grades, _references, _factors, _files,
    )  # fmt: skip
    findings = [finding for rule in rules for finding in rule(document)]
    findings += [
        finding
        for position, indicator in tables(document, "indicator")
        for finding in normalisation_findings(position, indicator, _scale(document))
    ]
    return findings


def tables(document: Document, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tables `[[name]]` with their positions, as far as they are tables."""
    entries = document.get(name)
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield position, entry


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) else None


def _codes_of(document: Document, name: str) -> list[str]:
    return [code for _, entry in tables(document, name) if (code := _text(entry, "code")) is not None]


def _scale(document: Document) -> tuple[float, float]:
    scale = document.get("scale")
    return (scale[0], scale[1]) if is_pair(scale) and scale[0] < scale[1] else (0, 100)


def _scales(document: Document) -> Iterator[Finding]:
    robustness = document.get("robustness")
    for path, table in (((), document), (("robustness",), robustness if isinstance(robustness, dict) else {})):
        scale = table.get("scale")
        if is_pair(scale) and scale[0] >= scale[1]:
            problem = Message(N_("the scale's ends are not ascending"))
            yield Finding((*path, "scale"), problem, Message(N_("[lower, higher]")), scale)


def _codes(document: Document) -> Iterator[Finding]:
    for names in (("node", "indicator"), ("grade",)):
        seen: set[str] = set()
        for name in names:
            for position, entry in tables(document, name):
                code = _text(entry, "code")
                if code is None:
                    continue
                if code in seen:
                    yield Finding((name, position, "code"), Message(N_("this code is used twice")), None, code)
                seen.add(code)
                if code in _reserved(name, entry):
                    problem = Message(N_("this code is the name of another column of the results"))
                    yield Finding((name, position, "code"), problem, None, code)


def _reserved(name: str, entry: Mapping[str, Any]) -> set[str]:
    if name == "node":
        return _COLUMNS_OF_SCORE | (_COLUMNS_OF_EVALUATE if "parent" in entry else set())
    return {"unit"} if name == "indicator" else set()


def _roots(document: Document) -> Iterator[Finding]:
    nodes = list(tables(document, "node"))
    roots = [position for position, node in nodes if "parent" not in node]
    if "node" in document and not roots:
        problem = Message(N_("no node is the root"))
        yield Finding(("node",), problem, Message(N_("one node without parent")))
    for position in roots[1:]:
        problem = Message(N_("a second node without parent"))
        yield Finding(("node", position, "parent"), problem, one_of(_codes_of(document, "node"), ""))
    if not any("parent" in indicator for _, indicator in tables(document, "indicator")) and "indicator" in document:
        problem = Message(N_("no indicator has a parent, so nothing is scored"))
        yield Finding(("indicator",), problem, Message(N_("the code of a node")))


def _parents(document: Document) -> Iterator[Finding]:
    nodes = _codes_of(document, "node")
    for name in ("node", "indicator"):
        for position, entry in tables(document, name):
            parent = _text(entry, "parent")
            if parent is not None and parent not in nodes:
                path: Path = (name, position, "parent")
                yield Finding(path, Message(N_("no such node")), one_of(nodes, parent), parent)


def _cycles(document: Document) -> Iterator[Finding]:
    parents = {_text(node, "code"): _text(node, "parent") for _, node in tables(document, "node")}
    for position, node in tables(document, "node"):
        trail, code = [_text(node, "code")], _text(node, "parent")
        while code in parents and code not in trail:
            trail.append(code)
            code = parents[code]
        if code is not None and code == trail[0]:
            circle = " → ".join(str(part) for part in [*trail, code])
            problem = Message(N_("the parents form a circle: {circle}"), {"circle": circle})
            yield Finding(("node", position, "parent"), problem, None, node.get("parent"))


def _childless(document: Document) -> Iterator[Finding]:
    used = {_text(entry, "parent") for name in ("node", "indicator") for _, entry in tables(document, name)}
    for position, node in tables(document, "node"):
        code = _text(node, "code")
        if code is not None and code not in used:
            problem = Message(N_("neither a node nor an indicator has this node as its parent"))
            yield Finding(("node", position, "code"), problem, None, code)


def _powers(document: Document) -> Iterator[Finding]:
    for position, node in tables(document, "node"):
        if node.get("aggregate") == "power" and "p" not in node:
            problem = Message(N_("a power mean needs its exponent p"))
            yield Finding(("node", position, "aggregate"), problem, Message("p = …"), "power")
        if "p" in node and node.get("aggregate") != "power":
            problem = Message(N_('only aggregate = "power" takes an exponent'))
            yield Finding(("node", position, "p"), problem, None, node["p"])


def _grades(document: Document) -> Iterator[Finding]:
    for (_, above), (position, grade) in pairwise(tables(document, "grade")):
        start, limit = grade.get("from"), above.get("from")
        if isinstance(start, int | float) and isinstance(limit, int | float) and start >= limit:
            problem = Message(N_("the grades are not in descending order"))
            yield Finding(
                ("grade", position, "from"), problem, Message(N_("a number below {limit}"), {"limit": limit}), start
            )


def _references(document: Document) -> Iterator[Finding]:
    indicators, grades = _codes_of(document, "indicator"), _codes_of(document, "grade")
    known = (
        ("gate", "indicator", indicators, Message(N_("no such indicator"))),
        ("adjustment", "indicator", indicators, Message(N_("no such indicator"))),
        ("gate", "caps_at", grades, Message(N_("no such grade"))),
    )
    for name, key, codes, problem in known:
        for position, entry in tables(document, name):
            code = _text(entry, key)
            if code is not None and code not in codes:
                yield Finding((name, position, key), problem, one_of(codes, code), code)


def _factors(document: Document) -> Iterator[Finding]:
    """An option listed twice would be drawn twice as often, and costs as much again."""
    robustness = document.get("robustness")
    for key, options in robustness.items() if isinstance(robustness, dict) else ():
        if not isinstance(options, list) or key == "scale":
            continue
        for position, option in enumerate(options):
            if option in options[:position]:
                yield Finding(("robustness", key, position), Message(N_("this option is listed twice")), None, option)


def _files(document: Document) -> Iterator[Finding]:
    """The text of a table is there exactly where a key names it."""
    files, name = document.get("files", {}), named_file(document)
    if not isinstance(files, dict):
        return
    if name is not None and name not in files:
        path = ("robustness", "weight_sets")
        yield Finding(path, Message(N_("the table of this name is not part of the methodology")), None, name)
    for unused in files.keys() - {name}:
        yield Finding(("files", unused), Message(N_("no key names this file")))
