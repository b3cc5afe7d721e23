"""`brep methodology check` and `show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd
import typer

from brep_metrics.cli.calibration import calibrate
from brep_metrics.cli.options import FormatOption, LanguageOption, OutputFormat, as_language
from brep_metrics.cli.output import print_data
from brep_metrics.cli.prompts import chosen_methodology, print_provenance, provenance_of
from brep_metrics.errors import FaultsError
from brep_metrics.evidence.measurable import is_for_plain_tables, query_faults
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import Indicator, load_methodology

if TYPE_CHECKING:
    from collections.abc import Hashable

    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology, Node

app = typer.Typer(no_args_is_help=True, help="Check or show a methodology.")
app.command()(calibrate)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A methodology file.")]
OptionalFileArgument = Annotated[Path | None, typer.Argument(metavar="FILE", help="brep-annual if empty.")]


@app.command()
def check(file: FileArgument, *, lang: LanguageOption = None) -> None:
    """List everything that is wrong with a methodology file, its indicators' queries included."""
    methodology = load_methodology(file)
    plain = is_for_plain_tables(methodology)
    faults = [] if plain else query_faults(methodology, file=file.name)
    if faults:
        raise FaultsError(Message(N_("{file} cannot be measured"), {"file": file.name}), faults)
    purpose = N_("for tables of values") if plain else N_("for the network's data")
    facts = {
        "provenance": provenance_of(methodology),
        "nodes": len(methodology.nodes),
        "scored": len(methodology.scored),
    }
    text = N_("{provenance}: no faults; {nodes} nodes, {scored} scored indicators; {purpose}")
    print(Message(text, facts | {"purpose": Message(purpose)}).text(as_language(lang)))


@app.command()
def show(
    file: OptionalFileArgument = None,
    *,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Show the tree of a methodology: nodes and indicators with weights, goalposts and rules."""
    methodology = chosen_methodology(file)
    print_provenance(methodology, as_language(lang))
    language = as_language(lang)
    tree = _tree(methodology, language)
    shown = _tree_for_reading(tree, methodology, language) if output is OutputFormat.TABLE else tree
    print_data(shown, output, language)


def _tree(methodology: Methodology, language: Language) -> pd.DataFrame:
    """One row per node or indicator, in the order of the tree, each behind its parent."""
    shares = dict(zip((one.code for one in methodology.scored), methodology.effective_weights.tolist(), strict=True))
    entries = [*_below(methodology, methodology.root), *(one for one in methodology.measured if one.parent is None)]
    rows = pd.DataFrame([_described(entry, shares, language) for entry in entries])
    return rows.astype({"direction": "Int64"})  # whole numbers, though nodes have none


def _below(methodology: Methodology, entry: Node | Indicator) -> list[Node | Indicator]:
    children = () if isinstance(entry, Indicator) else methodology.children(entry.code)
    return [entry, *(below for child in children for below in _below(methodology, child))]


def _described(entry: Node | Indicator, shares: dict[str, float], language: Language) -> dict[str, object]:
    described: dict[str, object] = {"code": entry.code, "parent": entry.parent or "", "weight": entry.weight}
    if not isinstance(entry, Indicator):
        return described | {"aggregate": entry.aggregate, "title": entry.title.text(language)}
    return described | {
        "share": shares.get(entry.code),
        "direction": entry.direction,
        "value": entry.value,
        "unit": entry.unit,
        "missing": entry.missing,
        "method": entry.normalise.method,
        "lower": entry.normalise.lower,
        "upper": entry.normalise.upper,
        "title": entry.title.text(language),
    }


def _tree_for_reading(tree: pd.DataFrame, methodology: Methodology, language: Language) -> pd.DataFrame:
    """The tree in the columns that fit a terminal: codes set in by depth, weights as shares of the whole."""
    parents = dict(zip(tree["code"], tree["parent"], strict=True))
    root = methodology.root.code
    return pd.DataFrame(
        {
            "code": ["  " * _depth(code, parents, root) + code for code in tree["code"]],
            "weight": tree["weight"].map("{:g}".format),
            "share": ["" if pd.isna(share) else f"{share:.1%}" for share in tree["share"]],
            "rule": [_rule(row, language) for row in tree.to_dict("records")],
            "title": tree["title"],
        }
    )


def _depth(code: str, parents: dict[str, str], root: str) -> int:
    depth = 0
    while code != root and code:
        code, depth = parents[code], depth + 1
    return depth


def _rule(row: dict[Hashable, Any], language: Language) -> str:
    """How the row becomes a number on the scale, in the words of the file."""
    if not isinstance(row["method"], str):
        return str(row["aggregate"])
    ends = "" if pd.isna(row["lower"]) else f" {row['lower']:g}..{row['upper']:g}"
    less = Message(N_("less is better")).text(language)
    return f"{row['value']}, {row['method']}{ends}{f', {less}' if row['direction'] < 0 else ''}"
