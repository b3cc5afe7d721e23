"""`brep round papers`: the papers of a round as files to print."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads it when it runs
from typing import TYPE_CHECKING, Annotated

import typer

from brep_metrics.access import Role
from brep_metrics.cli.options import DEFAULT_STORE, AsOption, LanguageOption, StoreOption, as_language
from brep_metrics.cli.rounds.app import RoundOption, acting, app, meant
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import evaluation_of, group_results
from brep_metrics.rounds.papers import papers_for
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.rounds import GroupResult, Round
    from brep_metrics.store import Store


@app.command()
def papers(
    *,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write them, as HTML that a browser prints.")],
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Write the papers that a round has by now: announcement, list of the notice, decisions, letters, minutes."""
    opened, language = open_store(store), as_language(lang)
    if acting(opened, as_).role is not Role.EVALUATOR:
        raise UsageError(Message(N_("only evaluators have all papers of a round; yours are on the page Round")))
    found = meant(opened, round_)
    noticed, final = (_results(opened, found, generation) for generation in (found.noticed, found.final))
    for paper in papers_for(found, final or noticed, language, noticed=noticed):
        path = out / f"round-{found.id}-{paper.code}.html"
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_text(paper.html(), "utf-8")
        except OSError as error:
            raise UsageError(Message(N_("Cannot write to {path}"), {"path": str(path)})) from error
        print(Message(N_("Written: {path}"), {"path": str(path)}).text(language), file=sys.stderr)


def _results(store: Store, round_: Round, generation: str | None) -> tuple[GroupResult, ...]:
    return group_results(evaluation_of(store, round_.terms, generation)) if generation else ()
