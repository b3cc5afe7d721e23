"""`brep round open`, `advance` and `cancel`: the course of a round."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from brep_metrics.access import Role
from brep_metrics.cli.acting_person import known_accounts
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    AsOption,
    LanguageOption,
    MethodologyOption,
    StoreOption,
    as_language,
)
from brep_metrics.cli.prompts import as_day, chosen_methodology
from brep_metrics.cli.rounds.app import ReasonOption, RoundOption, acting, app, meant
from brep_metrics.i18n import N_, Message
from brep_metrics.periods import Period
from brep_metrics.rounds import (
    STAGE_TITLES,
    Act,
    Stage,
    apply_corrections,
    finalise,
    fix_data,
    open_round,
    perform,
    put_on_notice,
    recused_by_organization,
)
from brep_metrics.store import network_day, open_store

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.rounds import Actor, Round
    from brep_metrics.store import Store


@app.command("open")
def open_(
    period: Annotated[str, typer.Option("--period", metavar="P", help="2025, 2025H1, 2025Q3 or 2021-07..2026-06.")],
    *,
    methodology: MethodologyOption = None,
    begins: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day of the self-assessment; today if empty.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Up to when data count; the cut-off if empty.")
    ] = None,
    as_of_reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why the data close before the cut-off of the methodology.")
    ] = None,
    whole_list: Annotated[
        bool, typer.Option("--whole-list", help="On notice every lead sees the results of all groups.")
    ] = False,
    evaluator: Annotated[
        list[str] | None, typer.Option(metavar="E-MAIL", help="Who decides and votes; every evaluator if empty.")
    ] = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Announce a round: its period, methodology, groups, days and evaluators are fixed from now on."""
    opened = open_store(store)
    actor = acting(opened, as_)
    accounts = known_accounts(opened)
    known = [email for email, account in accounts.items() if account.role is Role.EVALUATOR]
    panel = evaluator or known or [actor.who]
    made = open_round(
        opened,
        actor,
        period=Period.parse(period),
        methodology=chosen_methodology(methodology),
        panel=panel,
        recused=recused_by_organization(opened, [accounts[one] for one in panel if one in accounts], network_day()),
        begins=as_day(begins),
        as_of=as_day(as_of),
        as_of_reason=as_of_reason,
        whole_list=whole_list,
    )
    _say(made, as_language(lang))


@app.command()
def advance(
    round_: RoundOption = None, as_: AsOption = None, store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None
) -> None:
    """Take the next step: fix the data, put results on notice, make them final, then correct the current data."""
    opened, language = open_store(store), as_language(lang)
    actor, found = acting(opened, as_), meant(opened, round_)
    if found.stage is Stage.FINAL:
        _apply(opened, found, actor, language)
        return
    if found.stage in (Stage.ANNOUNCED, Stage.SELF_ASSESSMENT):
        made = fix_data(opened, found.id, actor)
    elif found.stage is Stage.VERIFICATION:
        made = put_on_notice(opened, found.id, actor)
    else:
        made = finalise(opened, found.id, actor)
    _say(made, language)


@app.command()
def cancel(
    reason: ReasonOption,
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """End a round without a result; another one can be opened for the same period."""
    opened = open_store(store)
    _say(
        perform(opened, meant(opened, round_).id, Act.CANCEL, acting(opened, as_), {"reason": reason}),
        as_language(lang),
    )


def _apply(store: Store, round_: Round, actor: Actor, language: Language) -> None:
    made, conflicts = apply_corrections(store, round_.id, actor)
    for conflict in conflicts:
        text = N_("not corrected, because it changed meanwhile: {column} of “{record}” is “{found}”, not “{expected}”")
        values = {"column": conflict.column, "record": str(conflict.record)}
        said = Message(text, values | {"found": conflict.found or "", "expected": conflict.expected or ""})
        print(said.text(language), file=sys.stderr)
    text = N_("The corrections of round {round} are in generation {generation}")
    print(Message(text, {"round": made.id, "generation": made.applied or ""}).text(language), file=sys.stderr)


def _say(round_: Round, language: Language) -> None:
    text = N_("Round {round} of {period}: {stage}")
    values = {"round": round_.id, "period": round_.terms.period.code, "stage": STAGE_TITLES[round_.stage]}
    print(Message(text, values).text(language), file=sys.stderr)
