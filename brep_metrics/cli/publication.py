"""`brep publish`: make the result of a period the official one."""

from __future__ import annotations

from typing import Annotated

import typer

from brep_metrics import access
from brep_metrics.access.audit import local_user
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    AsOfOption,
    GenerationOption,
    LanguageOption,
    MethodologyOption,
    PeriodOption,
    StoreOption,
    as_language,
)
from brep_metrics.cli.prompts import evaluation_request
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import require_no_open_round
from brep_metrics.store import open_store

app = typer.Typer()


@app.command()
def publish(
    *,
    store: StoreOption = DEFAULT_STORE,
    generation: GenerationOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    methodology: MethodologyOption = None,
    who: Annotated[str | None, typer.Option(help="Who publishes; the user's name if empty.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why it replaces a result that is published already.")] = None,
    lang: LanguageOption = None,
) -> None:
    """Make the scores of a period official: leads and members then see those of their own group."""
    language = as_language(lang)
    with evaluation_request(store, generation, period, as_of, methodology) as question:
        evaluation = question.evaluation()
        question.say_caveats(language)
        provenance = question.provenance
    opened = open_store(store)
    require_no_open_round(opened, evaluation.period, evaluation.methodology.id)
    made = access.publish(opened, evaluation, who=who or local_user(), reason=reason)
    text = N_("Published by {who}: {provenance}")
    print(Message(text, {"who": made.who, "provenance": provenance.text(language)}).text(language))
