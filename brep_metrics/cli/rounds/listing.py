"""`brep round list` and `status`: which rounds there are, where one is, and what it waits for."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.cli.options import (
    DEFAULT_STORE,
    FormatOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
)
from brep_metrics.cli.output import print_data
from brep_metrics.cli.rounds.app import RoundOption, app, meant
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import OUTCOME_TITLES, STAGE_TITLES, Round, next_step, rounds
from brep_metrics.store import network_day, open_store

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.rounds import Claim


@app.command("list")
def list_(
    store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None, output: FormatOption = OutputFormat.TABLE
) -> None:
    """List the rounds: period, methodology, stage, objections, generations."""
    language = as_language(lang)
    rows = [_row(one, language) for one in rounds(open_store(store))]
    print_data(pd.DataFrame(rows, columns=list(_COLUMNS)), output, language)


@app.command()
def status(
    round_: RoundOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Say where a round is, what it waits for, and what was stated and decided in it."""
    language = as_language(lang)
    found = meant(open_store(store), round_)
    text = N_("Round {round} of {period}: {stage}. {next}")
    values = {
        "round": found.id,
        "period": found.terms.period.code,
        "stage": STAGE_TITLES[found.stage],
        "next": next_step(found, datetime.now(UTC)),
    }
    print(Message(text, values).text(language), file=sys.stderr)
    rows = [_claim(one, language) for one in found.claims.values()]
    columns = ["claim", "group_id", "target", "reply_by", "outcome", "who", "reason"]
    print_data(pd.DataFrame(rows, columns=columns), output, language)


_COLUMNS = ("round", "period", "methodology", "stage", "opened", "objections", "fixed", "final")


def _row(round_: Round, language: Language) -> tuple[object, ...]:
    terms = round_.terms
    return (
        round_.id,
        terms.period.code,
        f"{terms.methodology_id} ({terms.methodology_hash[:12]})",
        STAGE_TITLES[round_.stage].text(language),
        network_day(round_.opened_at).isoformat(),
        len(round_.objections),
        round_.fixed or "",
        round_.final or "",
    )


def _claim(claim: Claim, language: Language) -> tuple[object, ...]:
    decision = claim.decision
    return (
        claim.id,
        claim.group,
        claim.target,
        claim.reply_by.isoformat() if claim.reply_by else "",
        OUTCOME_TITLES[decision.outcome].text(language) if decision else "",
        decision.who if decision else claim.who,
        decision.reason if decision else claim.reason,
    )
