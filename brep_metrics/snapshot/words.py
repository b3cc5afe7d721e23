"""What a snapshot says about itself in words: the lines that name its inputs, and its README in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import LANGUAGES, Title, translator
from brep_metrics.scoring import MAX_LATE_SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.i18n import Language
    from brep_metrics.snapshot.provenance import Provenance
    from brep_metrics.snapshot.resources import Resource

INDICATORS, MACROS = "indicators", "macros"  # the folders of the queries
_HASH_DIGITS = 12


def about(provenance: Provenance) -> list[tuple[Title, str]]:
    """The inputs of a snapshot, one per line, in the order in which people ask for them."""
    whole = "全部工作组 | all working groups"
    lines = [
        *_stage(provenance),
        (Title("评估周期", "Period"), provenance.period),
        (Title("数据截至", "Data as of"), provenance.as_of.isoformat()),
        (Title("数据代次", "Generation"), f"{provenance.generation} ({provenance.generation_date.isoformat()})"),
        (Title("评估方法", "Methodology"), f"{provenance.methodology} {provenance.methodology_version}"),
        (Title("评估方法哈希值", "Hash of the methodology"), provenance.methodology_hash[:_HASH_DIGITS]),
        (Title("范围", "Scope"), whole if provenance.groups is None else ", ".join(provenance.groups)),
        (Title("软件版本", "Software"), f"brep-metrics {provenance.software}"),
    ]
    if provenance.is_running:
        lines.append((Title("周期状态", "State of the period"), "尚未结束 | still running"))
    late, of_rows = provenance.late
    if late:
        title = Title(
            "截止日后收到或补填、未按现状计入的记录", "Records that came in, or were filled in, too late to count"
        )
        mark = " ⚠" if late > MAX_LATE_SHARE * of_rows else ""
        lines.append((title, f"{late} / {of_rows}{mark}"))
    if provenance.published is not None:
        shown = ", ".join(provenance.published) or "尚未公布 | not published yet"
        lines.append((Title("已公布的结果", "Published results"), shown))
    return lines


def _stage(provenance: Provenance) -> list[tuple[Title, str]]:
    if provenance.round_stage is None:
        return []
    stage = provenance.round_stage.title
    return [(Title("结果所处阶段", "Stage of the results"), f"{stage.zh} | {stage.en}")]


def readme(provenance: Provenance, tables: Sequence[Resource], documents: Mapping[str, Title]) -> str:
    """`README.md`: what the snapshot is, what is in it, how to check it; Chinese first, then English."""
    return "\n".join(_readme(provenance, tables, documents, language) for language in LANGUAGES)


def _readme(
    provenance: Provenance, tables: Sequence[Resource], documents: Mapping[str, Title], language: Language
) -> str:
    _ = translator(language).gettext
    lines = [
        "# " + _("Snapshot of an evaluation of the Working Groups"),
        "",
        provenance.methodology_title.text(language),
        "",
        *(f"- {label.text(language)}: {value}" for label, value in about(provenance)),
        "",
        "## " + _("Files"),
        "",
        *(f"- `{path}`: {title}" for path, title in _listed(tables, documents, language)),
        "",
        "## " + _("Following a score"),
        "",
        _(
            "Each indicator counts rows of `evidence.csv`, and each of these names its record in `tables/`. Their sums"
            " or shares are the values in `indicators.csv`, which the goalposts and weights in `methodology.toml` turn"
            " into the scores in `scores.csv`. What every column holds is in `datapackage.json` and on the last sheet"
            " of `snapshot.xlsx`."
        ),
        "",
        "## " + _("Checking it"),
        "",
        *_checking(provenance, language),
        "",
        "## " + _("Opening it"),
        "",
        _(
            "The CSV files are UTF-8 with a byte-order mark: Excel and WPS open them at a double click. A text that"
            " begins like a formula has an apostrophe before it, so that no spreadsheet runs it."
        ),
        "",
    ]
    return "\n".join(lines)


def _listed(tables: Sequence[Resource], documents: Mapping[str, Title], language: Language) -> list[tuple[str, str]]:
    """Path and title of each file, what is to be read first; of a folder of queries one line."""
    _ = translator(language).gettext
    single = {path: title.text(language) for path, title in documents.items() if "/" not in path}
    queries = {INDICATORS: _("The query of each indicator"), MACROS: _("Definitions that indicators share")}
    folders = {path.split("/")[0] for path in documents}
    return [
        *single.items(),
        *((one.path, one.title.text(language)) for one in tables),
        ("datapackage.json", _("Every column of every table, and the sha256 of every file")),
        *((f"{folder}/*.sql", title) for folder, title in queries.items() if folder in folders),
    ]


def _checking(provenance: Provenance, language: Language) -> list[str]:
    _ = translator(language).gettext
    if provenance.groups is None:
        return [
            _(
                "Every figure here can be recomputed from the tables in this package. `brep snapshot verify FILE`"
                " checks the sha256 of every file and then computes all scores anew. It needs the program, but no"
                " store."
            )
        ]
    return [
        _(
            "This package holds the groups named above with all their records, and no other group. `brep snapshot"
            " verify FILE` checks the sha256 of every file and then computes evidence, values, scores and grades anew"
            " from these records and the methodology."
        ),
        "",
        _(
            "What other groups have a part in is taken as stated: ranks and their intervals, places within a quota, the"
            " distribution, values normalised against the network, shares of joint work that a partner recorded"
            " (`shared-1` …) and of targets of the whole network, and the score of the period before. Codes of others"
            " are `other-1` … here; scores are empty until the result is published."
        ),
    ]
