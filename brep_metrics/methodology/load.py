"""Reading methodology files: text to a checked, hashed `Methodology`, or every fault with its line."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import Fault, FaultsError, shown
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.check import check
from brep_metrics.methodology.findings import fault_of
from brep_metrics.methodology.limits import MAX_FILE_BYTES, size_findings, text_finding
from brep_metrics.methodology.positions import lines_of
from brep_metrics.methodology.shape import construct
from brep_metrics.methodology.weight_sets import faults_of_sets, with_file
from brep_metrics.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.methodology.types import Methodology, Node

METHODOLOGY_DIRECTORY = shipped("data/methodology")
DEFAULT_METHODOLOGY = METHODOLOGY_DIRECTORY / "brep-annual.toml"

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


def load_methodology(path: str | Path) -> Methodology:
    """Read and check one methodology file, with the table of weights beside it if it names one.

    Raises:
        UsageError: there is no such file, or no such table.
        FaultsError: the file is not UTF-8, not TOML, or not a methodology; every fault with its line, key and value.

    """
    path = Path(path)
    try:
        text = content_of(path, MAX_FILE_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _refused(path.name, [Fault(path.name, Message(N_("this line is not UTF-8")), line=line)]) from error
    document = _document(text := text.replace("\r\n", "\n"), path.name)
    return parse_methodology(with_file(text, document, path.parent), file=path.name)


def parse_methodology(text: str, *, file: str) -> Methodology:
    """Check the text of a methodology file; `file` is its name in messages.

    Raises:
        FaultsError: as in `load_methodology`.

    """
    text = text.replace("\r\n", "\n")
    document = _document(text, file)
    if too_many := list(size_findings(document)):
        raise _refused(file, [fault_of(finding, file, document, lines_of(text)) for finding in too_many])
    methodology = construct(document, text=text, content_hash=content_hash(document))
    findings = [*(methodology if isinstance(methodology, list) else ()), *check(document)]
    faults_of_table = faults_of_sets(document)
    if isinstance(methodology, list) or findings or faults_of_table:
        lines = lines_of(text)
        faults = [fault_of(finding, file, document, lines) for finding in findings]
        raise _refused(file, [*sorted(faults, key=lambda fault: fault.line or 0), *faults_of_table])
    return replace(methodology, nodes=_parents_first(methodology.nodes))


def _document(text: str, file: str) -> dict[str, Any]:
    if (too_much := text_finding(text)) is not None:
        raise _refused(file, [fault_of(too_much, file, {}, {})])
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _refused(file, [_syntax_fault(error, file, text)]) from error


def available_methodologies() -> dict[str, Path]:
    """The files that come with the software, by name without ending; the default one first."""
    found = (path for path in METHODOLOGY_DIRECTORY.iterdir() if path.suffix == ".toml")
    return {path.stem: path for path in sorted(found, key=lambda path: (path != DEFAULT_METHODOLOGY, path.stem))}


def content_hash(document: Mapping[str, Any]) -> str:
    """The sha256 of what a document says: order of keys, comments, spacing and `1` or `1.0` make no difference."""
    canonical = json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - a TOML value is any of its kinds
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float | str) else value.isoformat()


def _parents_first(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes in the order of the file, but each one behind its parent."""
    waiting, placed = list(nodes), []
    above: set[str | None] = {None}
    while waiting:
        following = next(node for node in waiting if node.parent in above)
        waiting.remove(following)
        placed.append(following)
        above.add(following.code)
    return tuple(placed)


def _syntax_fault(error: Exception, file: str, text: str) -> Fault:
    found = _AT_LINE.search(str(error))
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    found_there = text.split("\n")[line - 1].strip()
    if isinstance(error, RecursionError):
        return Fault(file, Message(N_("lists or tables are nested too deeply")))
    detail = _AT_LINE.sub("", str(error))
    return Fault(
        file, Message(N_("not TOML: {detail}"), {"detail": detail}), line=line, value=shown(found_there) or None
    )


def _refused(file: str, faults: list[Fault]) -> FaultsError:
    return FaultsError(Message(N_("{file} is not a valid methodology"), {"file": file}), faults)
