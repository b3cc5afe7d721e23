"""The shape of a methodology file: keys, kinds and ranges, as the types declare them, and what breaks them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from brep_metrics.i18n import N_, Message, Title
from brep_metrics.methodology.findings import Finding, one_of
from brep_metrics.methodology.types import (
    Adjustment,
    Gate,
    Grade,
    Indicator,
    Methodology,
    Node,
    Normalisation,
    Robustness,
    RoundRules,
    Treatment,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

_ADAPTER: TypeAdapter[Methodology] = TypeAdapter(Methodology)
_NOT_IN_FILES = {"text", "hash"}
_TABLES: dict[str, Any] = {
    "grade": Grade,
    "gate": Gate,
    "adjustment": Adjustment,
    "node": Node,
    "indicator": Indicator,
    "normalise": Normalisation,
    "treatment": Treatment,
    "robustness": Robustness,
    "rounds": RoundRules,
    "title": Title,
    "note": Title,
    "definition": Title,
    "reason": Title,
}
_EXPECTED = {
    "float_type": Message(N_("a number")),
    "finite_number": Message(N_("a finite number")),
    "int_type": Message(N_("a whole number")),
    "string_type": Message(N_("a text")),
    "string_too_short": Message(N_("a text that is not empty")),
    "bool_type": Message(N_("true or false")),
    "tuple_type": Message(N_("a list")),
    "dict_type": Message(N_("a table of names and values")),
    "dataclass_type": Message(N_("a table")),
    "string_pattern_mismatch": Message(N_("a letter, then letters, digits and _ only")),
}
_LIMITS = {
    "greater_than": ("gt", N_("a number above {limit}")),
    "greater_than_equal": ("ge", N_("at least {limit}")),
    "less_than": ("lt", N_("a number below {limit}")),
    "less_than_equal": ("le", N_("at most {limit}")),
    "too_long": ("max_length", N_("at most {limit} of them")),
}


def construct(document: Mapping[str, Any], *, text: str, content_hash: str) -> Methodology | list[Finding]:
    """The methodology that a parsed TOML `document` declares, or everything that is wrong with its shape."""
    intruders = [_unknown_key((key,), document[key]) for key in _NOT_IN_FILES & document.keys()]
    content = {key: value for key, value in document.items() if key not in _NOT_IN_FILES}
    try:
        methodology = _ADAPTER.validate_python(
            {**content, "text": text, "hash": content_hash}, by_alias=True, by_name=False
        )
    except ValidationError as error:
        return [*intruders, *_findings(error)]
    return intruders or methodology


def keys_of(table: tuple[str | int, ...]) -> list[str]:
    """The keys that the table at this path may have, as they are written in the file."""
    named = [part for part in table if isinstance(part, str)]
    kind = _TABLES[named[-1]] if named else Methodology
    declared = getattr(kind, "__pydantic_fields__", None) or kind.__dataclass_fields__
    keys = [getattr(entry, "alias", None) or name for name, entry in declared.items()]
    return [key for key in keys if named or key not in _NOT_IN_FILES]


def _findings(error: ValidationError) -> Iterable[Finding]:
    seen = set()
    for detail in error.errors(include_url=False):
        finding = _finding(detail)
        if finding.path not in seen:  # a parameter of a wrong kind is reported once for every kind it is not
            seen.add(finding.path)
            yield finding


def _finding(detail: ErrorDetails) -> Finding:
    kind, path, given = detail["type"], detail["loc"], detail["input"]
    context = detail.get("ctx", {})
    if kind == "unexpected_keyword_argument":
        return _unknown_key(path, given)
    if kind == "missing":
        absent = N_("a value is missing") if isinstance(path[-1], int) else N_("this key is missing")
        return Finding(path, Message(absent))
    if path[0] == "parameters" and len(path) > 1:
        expected = _EXPECTED[kind] if path[-1] == "[key]" else Message(N_("a number, a text, a date, true or false"))
        return Finding(path[:2], Message(N_("not a parameter")), expected, given)
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", context["expected"]) or context["expected"].split(" or ")
        return Finding(path, Message(N_("not an allowed value")), one_of(allowed, given), given)
    if kind in _LIMITS:
        name, wording = _LIMITS[kind]
        limit = Message(wording, {"limit": f"{context[name]:g}"})
        return Finding(path, Message(N_("out of range")), limit, given if kind != "too_long" else None)
    expected = _EXPECTED.get(kind, Message("{detail}", {"detail": detail["msg"]}))
    return Finding(path, Message(N_("of the wrong kind")), expected, given)


def _unknown_key(path: tuple[str | int, ...], given: object) -> Finding:
    value = given if isinstance(given, str | int | float) else None
    return Finding(path, Message(N_("unknown key")), one_of(keys_of(path[:-1]), path[-1]), value)
