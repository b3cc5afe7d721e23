"""`brep round decide`, `vote` and `recuse`: what the evaluators of a round do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brep_metrics.cli.options import DEFAULT_STORE, AsOption, LanguageOption, StoreOption, as_language
from brep_metrics.cli.prompts import as_day
from brep_metrics.cli.rounds.app import ReasonOption, RoundOption, acting, app, meant
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import Act, corrections_of, effect, may_decide, perform
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.rounds import Actor, Correction, Round
    from brep_metrics.store import Store


@app.command()
def decide(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="O1, WG01:plan_completion, or a group to check again.")],
    reason: ReasonOption,
    *,
    outcome: Annotated[
        str | None, typer.Option(help="upheld, partly or rejected; passed or failed for a re-check.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="“TABLE KEY COLUMN=VALUE”", help="A cell that is corrected, or of a new record."),
    ] = None,
    remove: Annotated[list[str] | None, typer.Option(metavar="“TABLE KEY”", help="A record that goes.")] = None,
    extend: Annotated[
        str | None, typer.Option(metavar="DATE", help="Instead of deciding: a later day for the reply.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do to the results.")] = False,
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Decide a difference, an objection or a re-check; shown first is what it does to every group's result."""
    opened, language = open_store(store), as_language(lang)
    actor, found = acting(opened, as_), meant(opened, round_)
    if extend is not None:
        day = as_day(extend)
        content = {"claim": claim, "day": day.isoformat() if day else "", "reason": reason}
        perform(opened, found.id, Act.EXTEND_REPLY, actor, content)
        return
    if outcome is None:
        raise UsageError(Message(N_("give an --outcome, or a later day with --extend")))
    if claim in found.rechecks:
        passed = {"passed": outcome == "passed"}
        perform(opened, found.id, Act.DECIDE_RECHECK, actor, {"group": claim, "reason": reason, **passed})
        return
    may_decide(found, actor, claim)
    corrections = corrections_of(opened, found, set_ or (), remove or ())
    _show(opened, found, corrections, language)
    if not dry_run:
        _decide(opened, found, actor, {"claim": claim, "outcome": outcome, "reason": reason}, corrections)


@app.command()
def vote(
    choice: Annotated[str, typer.Argument(help="yes, no or abstain.")],
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Vote on the result as it is now; a second vote replaces the first."""
    opened = open_store(store)
    made = perform(opened, meant(opened, round_).id, Act.VOTE, acting(opened, as_), {"choice": choice})
    text = N_("{count} of {needed} votes are in")
    values = {"count": len(made.counted), "needed": made.votes_needed}
    print(Message(text, values).text(as_language(lang)), file=sys.stderr)


@app.command()
def recuse(
    reason: ReasonOption,
    *,
    person: Annotated[str | None, typer.Option(metavar="E-MAIL", help="Who is recused; you if empty.")] = None,
    group: Annotated[
        list[str] | None, typer.Option(metavar="GROUP", help="From which groups; from all if empty.")
    ] = None,
    substitute: Annotated[
        str | None, typer.Option(metavar="E-MAIL", help="Instead: who decides now that every evaluator is recused.")
    ] = None,
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Keep an evaluator from acting on groups, and from voting on the result."""
    opened, actor = open_store(store), acting(open_store(store), as_)
    id_ = meant(opened, round_).id
    if substitute is not None:
        made = perform(opened, id_, Act.NAME_SUBSTITUTE, actor, {"person": substitute, "reason": reason})
    else:
        content = {"person": person or actor.who, "groups": group or [], "reason": reason}
        made = perform(opened, id_, Act.RECUSE, actor, content)
    text = N_("These may vote now: {people}")
    print(Message(text, {"people": ", ".join(made.voters)}).text(as_language(lang)), file=sys.stderr)


def _decide(
    store: Store, round_: Round, actor: Actor, content: dict[str, Any], corrections: tuple[Correction, ...]
) -> None:
    claim = round_.claims.get(content["claim"])
    act = Act.DECIDE_OBJECTION if claim is None or claim.is_objection else Act.DECIDE_DIFFERENCE
    perform(store, round_.id, act, actor, content | {"corrections": [one.content() for one in corrections]})


def _show(store: Store, round_: Round, corrections: tuple[Correction, ...], language: Language) -> None:
    if not corrections:
        return
    for move in effect(store, round_, corrections):
        sides = {"before": move.before, "after": move.after}
        text = N_("{group}: {before} → {after}")
        shown = {name: _result(side, language) for name, side in sides.items()}
        print(Message(text, {"group": move.group_id, **shown}).text(language), file=sys.stderr)


def _result(side: Any, language: Language) -> str:  # noqa: ANN401 - a result, or nothing
    if side is None or side.score is None:
        return Message(N_("not rated")).text(language)
    text = N_("score {score}, grade {grade}, rank {rank}")
    return Message(text, {"score": side.score, "grade": side.grade, "rank": side.rank}).text(language)
