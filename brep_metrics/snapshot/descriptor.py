"""`datapackage.json`: a Data Package (version 2) that describes every file and seals itself.

Titles and descriptions are `中文 | English`, since the standard knows one text only. The seal is the sha256 of the
descriptor without it, so that a change of the descriptor is found as surely as one of a file it lists.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from brep_metrics.csv_export import LIST_SEPARATOR
from brep_metrics.i18n import Title
from brep_metrics.intake.snapshot_files import DESCRIPTOR, STAMP
from brep_metrics.snapshot.archive import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from brep_metrics.snapshot.provenance import Provenance
    from brep_metrics.snapshot.resources import Field, Resource

_PROFILES = "https://datapackage.org/profiles/2.0"
_SEAL = "seal"
_TITLE = Title("合作网络工作组评估快照", "Snapshot of an evaluation of the Working Groups")
_DESCRIPTION = Title(
    "一次评估的全部结果、依据与数据；得分可由本包中的数据表与评估方法重新计算。文本单元格若以公式符号开头，前面加一个撇号。",
    "All results, evidence and data of one evaluation; the scores can be recomputed from the tables and the methodology"
    " in this package. A text cell that begins like a formula has an apostrophe before it.",
)
_DESCRIPTION_OF_GROUPS = Title(
    "所列工作组的全部结果、依据与数据；其他工作组仅以不具名的总体分布出现。文本单元格若以公式符号开头，前面加一个撇号。",
    "All results, evidence and data of the groups named; the others appear as a distribution only, none of them named."
    " A text cell that begins like a formula has an apostrophe before it.",
)
_DATA_LICENCE = {
    "name": "notspecified",
    "title": "数据归填报单位所有，使用须经其同意 | The data belong to those who reported them; ask before use",
}
_SOFTWARE_LICENCE = {
    "name": "Apache-2.0",
    "title": "Apache License 2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
}
_MEDIA_TYPES = {
    "csv": "text/csv",
    "html": "text/html",
    "md": "text/markdown",
    "sql": "application/sql",
    "toml": "application/toml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TYPES = {"varchar": "string", "integer": "integer", "double": "number", "date": "date", "boolean": "boolean"}


def both(title: Title) -> str:
    """A bilingual text on one line: Chinese, a bar, English; once where there is one language only."""
    return " | ".join(dict.fromkeys(text for text in (title.zh, title.en) if text))


def write_descriptor(
    folder: Path, provenance: Provenance, tables: Iterable[Resource], documents: Mapping[str, Title]
) -> tuple[str, ...]:
    """Describe the files in `folder` and put the descriptor beside them.

    Args:
        folder: holds every file named by `tables` and `documents`.
        provenance: what the snapshot is one of.
        tables: the CSV files.
        documents: the other files, path → title.

    Returns:
        The paths of all files in the order of the archive, the descriptor first.

    """
    resources = [
        *(_table(folder, table) for table in tables),
        *(_document(folder, path, title) for path, title in documents.items()),
    ]
    sources = [{"title": one.name, "sha256": one.sha256, "rows": one.rows} for one in provenance.origins]
    content: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": f"brep-{provenance.methodology}-{provenance.period}-{provenance.generation}".lower().replace("_", "-"),
        "title": both(_TITLE),
        "description": both(_DESCRIPTION if provenance.groups is None else _DESCRIPTION_OF_GROUPS),
        "licenses": [_DATA_LICENCE],
        **({"sources": sources} if sources else {}),
        STAMP: provenance.to_json(),
        "resources": resources,
    }
    content[_SEAL] = _seal_of(content)
    (folder / DESCRIPTOR).write_bytes(_encoded(content))
    return (DESCRIPTOR, *(resource["path"] for resource in resources))


def is_sealed(raw: bytes, content: Mapping[str, Any]) -> bool:
    """Whether `raw` is, to the byte, a descriptor as `write_descriptor` wrote it; `content` is `raw` parsed."""
    unsealed = {name: value for name, value in content.items() if name != _SEAL}
    return content.get(_SEAL) == _seal_of(unsealed) and _encoded(content) == raw


def _encoded(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _seal_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(_encoded(content)).hexdigest()


def _table(folder: Path, table: Resource) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(one, table.heading(one)) for one in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = [table.heading(one) for one in table.fields if one.name in table.key]
    return {
        **_file(folder, table.path, table.name),
        "title": both(table.title),
        "description": both(table.description),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _document(folder: Path, path: str, title: Title) -> dict[str, Any]:
    licences = {} if path.endswith((".xlsx", ".html")) else {"licenses": [_SOFTWARE_LICENCE]}
    return {**_file(folder, path, path.replace("/", "-").replace(".", "-").lower()), "title": both(title), **licences}


def _file(folder: Path, path: str, name: str) -> dict[str, Any]:
    ending = path.rpartition(".")[2]
    encoding = {} if ending == "xlsx" else {"encoding": "utf-8"}
    return {
        "name": name.replace("_", "-"),
        "path": path,
        "format": ending,
        "mediatype": _MEDIA_TYPES[ending],
        **encoding,
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{sha256_of(folder / path)}",
    }


def _field(one: Field, heading: str) -> dict[str, Any]:
    described: dict[str, Any] = {"name": heading, **_type(one.type), "title": both(one.title)}
    if text := both(one.description):
        described["description"] = text
    if one.values:
        described["categories"] = [{"value": value, "label": both(title)} for value, title in one.values.items()]
    constraints: dict[str, Any] = {"required": True} if one.required else {}
    if one.values:
        constraints["enum"] = list(one.values)
    return described | ({"constraints": constraints} if constraints else {})


def _type(kind: str) -> dict[str, str]:
    if kind.endswith("[]"):
        return {"type": "list", "delimiter": LIST_SEPARATOR, "itemType": "string"}
    return {"type": _TYPES.get(kind, "number")}
