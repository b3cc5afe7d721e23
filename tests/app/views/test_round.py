"""Page Round: where an evaluation is, what is the reader's own to do, and that nobody else is told its results."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from brep_metrics import rounds as core
from brep_metrics import snapshot
from brep_metrics.access import Role, Viewer, scope_of
from brep_metrics.app.context import stores
from brep_metrics.app.queries import rounds
from brep_metrics.app.views.round.objecting import may_object
from brep_metrics.app.views.round.results import leaves_rivals_out
from brep_metrics.rounds import Act, Actor
from brep_metrics.snapshot import RoundStage
from brep_metrics.store import WHOLE_NETWORK, AccessScope


@pytest.fixture
def opened(app, store_with_rounds, monkeypatch):
    """Opens the page on that store."""
    monkeypatch.setenv(stores.STORE_VARIABLE, store_with_rounds.address)

    def run(**parameters):
        return app("round", **parameters)

    return run


def texts(page):
    """Every text of the page, in one."""
    kinds = (page.markdown, page.caption, page.subheader, page.info, page.button)
    return "\n".join(str(getattr(one, "label", "") or one.value) for kind in kinds for one in kind)


def test_without_a_round_the_page_says_so_and_offers_to_open_one(app):
    page = app("round", lang="en")
    assert not page.exception
    assert any("No round has been opened yet" in one.value for one in page.markdown)
    assert any(one.label == "Announce" for one in page.button)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_round_on_notice_says_where_it_is_and_until_when(opened, language):
    page = opened(lang=language)
    assert not page.exception
    said = texts(page)
    assert ("on notice" if language == "en" else "公示") in said
    assert ("Leads may object until" if language == "en" else "组长单位可在") in said
    assert "The lists of attendance count for the people trained" in said  # the self-assessment of WG03
    begins = "The results are on notice until" if language == "en" else "公示至"
    (why_not_final,) = [one.value for one in page.caption if one.value.startswith(begins)]
    assert not re.search(r"\d{4}-\d\d", why_not_final.replace("\\", ""))


def test_the_final_round_says_which_objection_moved_a_rank(opened):
    page = opened(lang="en", round="2024-1")
    assert not page.exception
    said = texts(page).replace("\\", "")
    assert "rank 7 on notice, 6 now, because objection O1 was upheld" in said
    assert "rank 6 on notice, 7 now, because other results changed" in said


def test_an_evaluator_opens_advances_votes_and_cancels_on_the_page(app, store_of_eight_groups, monkeypatch):
    """In local mode one vote is enough."""
    store = store_of_eight_groups
    monkeypatch.setenv(stores.STORE_VARIABLE, store.address)
    page = app("round", lang="en")
    page.button(key="round-open").click().run()
    assert not page.exception
    (made,) = core.rounds(store)
    assert made.stage is core.Stage.SELF_ASSESSMENT
    assert page.button(key="round-next").disabled
    page.text_area(key="round-cancel-reason").input("a rehearsal")
    page.button(key="round-cancel").click().run()
    assert core.rounds(store)[0].cancelled == "a rehearsal"


class Reader:
    """A visit as far as the queries of rounds need it."""

    def __init__(self, store, scope=WHOLE_NETWORK):
        self.store, self.generation, self.access_scope = store, store.current(), scope


@pytest.mark.parametrize(
    ("actor", "known"),
    [
        (Actor("lead", Role.LEAD, frozenset({"WG03"}), frozenset({"WG03"})), {"WG03"}),
        (Actor("member", Role.MEMBER, frozenset(), frozenset({"WG03"})), set()),
        (Actor("outsider", Role.MEMBER), set()),
    ],
)
def test_on_notice_a_lead_knows_its_own_result_and_a_member_none(store_with_rounds, actor, known):
    (round_,) = [one for one in core.rounds(store_with_rounds) if one.id == "2025-1"]
    found = rounds.results(Reader(store_with_rounds), actor, round_)
    assert {one.group_id for one in found} == known


def test_the_whole_list_is_open_where_the_announcement_says_so_and_only_while_it_is_on_notice(store_with_rounds):
    """The round of 2024 was announced with a whole list; now that it is final, everybody knows their own."""
    lead = Actor("lead", Role.LEAD, frozenset({"WG03"}), frozenset({"WG03"}))
    reader = Reader(store_with_rounds)
    acts = core.actions_of(store_with_rounds, "2024-1")
    noticed = core.fold("2024-1", acts[:-6], datetime(2025, 5, 28, tzinfo=UTC))
    assert noticed.stage is core.Stage.NOTICE
    assert len(rounds.results(reader, lead, noticed)) == 23
    final = core.round_of(store_with_rounds, "2024-1")
    assert [one.group_id for one in rounds.results(reader, lead, final)] == ["WG03"]


def test_an_expert_knows_no_result_of_a_rival_before_it_is_final(store_with_rounds):
    """The organization takes part in WG07; WG08 and WG09 are of the same sector."""
    viewer = Viewer(Role.EVALUATOR, "expert@example.org", "ORG012")
    with store_with_rounds.read() as reading:
        reader = Reader(store_with_rounds, scope_of(viewer, reading))
    finished, noticed = core.rounds(store_with_rounds)
    expert = core.actor_of(store_with_rounds, viewer, date(2026, 6, 30))
    whole = {one.group_id for one in rounds.results(Reader(store_with_rounds), expert, noticed)}
    assert whole - {one.group_id for one in rounds.results(reader, expert, noticed)} == {"WG08", "WG09"}
    assert {"WG08", "WG09"} <= {one.group_id for one in rounds.results(reader, expert, finished)}


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (AccessScope(frozenset({"WG01"}), frozenset({"WG01", "WG02"}), is_evaluator=True), True),
        (AccessScope(frozenset({"WG01"}), frozenset({"WG01", "WG02"}), "ORG001"), False),
        (WHOLE_NETWORK, False),
    ],
)
def test_an_expert_alone_is_told_that_rivals_are_left_out(store_with_rounds, scope, said):
    """Not a lead who takes part in another group; nor anybody once results are final."""
    finished, noticed = core.rounds(store_with_rounds)
    assert leaves_rivals_out(scope, noticed) is said
    assert not leaves_rivals_out(scope, finished)


def test_who_may_not_decide_is_not_shown_what_deciding_would_do(store_with_rounds):
    """The page asks the table of steps before it offers a decision."""
    acts = core.actions_of(store_with_rounds, "2024-1")
    round_ = core.fold("2024-1", acts[:-6], datetime(2025, 6, 1, tzinfo=UTC))
    tried = {"claim": "O1", "outcome": "rejected", "reason": ".", "corrections": []}
    for who, role, possible in (
        ("evaluator-2@demo.example", Role.EVALUATOR, True),
        ("evaluator-9@demo.example", Role.EVALUATOR, False),
        ("lead-wg16@demo.example", Role.LEAD, False),
    ):
        actor = Actor(who, role, frozenset({"WG16"} if role is Role.LEAD else ()))
        assert core.is_possible(round_, actor, Act.DECIDE_OBJECTION, **tried) is possible


@pytest.mark.parametrize(
    ("actor", "offered"),
    [
        (Actor("lead", Role.LEAD, frozenset({"WG05"}), frozenset({"WG05"})), True),
        (Actor("lead of another", Role.LEAD, frozenset({"WG06"}), frozenset({"WG05", "WG06"})), False),
        (Actor("member", Role.MEMBER, frozenset(), frozenset({"WG05"})), False),
        (Actor("evaluator-2@demo.example", Role.EVALUATOR), True),
        (Actor("evaluator-2@demo.example", Role.EVALUATOR, takes_part=frozenset({"WG05"})), False),
        (Actor("evaluator-9@demo.example", Role.EVALUATOR), False),
    ],
)
def test_an_objection_is_offered_while_on_notice_to_whoever_may_make_it(store_with_rounds, actor, offered):
    """On behalf to an evaluator of the panel who is not recused; too late, to nobody."""
    noticed = core.round_of(store_with_rounds, "2025-1")
    assert may_object(noticed, actor, "WG05") is offered
    acts = core.actions_of(store_with_rounds, "2024-1")
    ended = core.fold("2024-1", acts[:-8], datetime(2025, 5, 24, tzinfo=UTC))
    assert ended.stage is core.Stage.NOTICE
    assert not may_object(ended, actor, "WG05")


def test_the_journal_keeps_the_acts_as_plain_json(store_with_rounds):
    (line,) = store_with_rounds.journal.page(limit=1, name="round_act")
    assert json.loads(json.dumps(line))["act"] == "put_on_notice"


@pytest.mark.parametrize(
    ("page", "parameters", "label"),
    [
        ("rankings", {"period": "2025"}, "On notice, results preliminary"),
        ("overview", {"period": "2025"}, "On notice, results preliminary"),
        ("scorecard", {"period": "2025", "group": "WG16"}, "On notice, results preliminary"),
        ("rankings", {"period": "2025", "as_of": "2026-06-30"}, "Not the round's own data"),
        ("rankings", {"period": "2024"}, "Not the round's own data"),
    ],
)
def test_a_page_says_to_which_stage_its_figures_belong(app, store_with_rounds, monkeypatch, page, parameters, label):
    """2025 is on notice, as of the day of its round; of 2024 the current data lack the round's correction."""
    monkeypatch.setenv(stores.STORE_VARIABLE, store_with_rounds.address)
    drawn = app(page, lang="en", **parameters)
    assert not drawn.exception
    assert any(label in one.value.replace("\\", "") for one in drawn.markdown)


def test_a_rounds_snapshot_is_listed_with_its_stage_and_made_again_with_it(app, store_with_rounds, monkeypatch):
    """Only of what the round keeps one of: on notice, but not of other days."""
    asked = []

    def create(_store, target, **given):
        asked.append(given["round_stage"])
        target.write_bytes(b"zip")
        return SimpleNamespace(path=target, sha256="0" * 64)

    monkeypatch.setattr(snapshot, "create", create)
    monkeypatch.setenv(stores.STORE_VARIABLE, store_with_rounds.address)
    (round_,) = [one for one in core.rounds(store_with_rounds) if one.id == "2025-1"]
    data = {"period": "2025", "generation": round_.noticed, "as_of": round_.terms.as_of.isoformat()}
    page = app("snapshots", lang="en", **data, stage="2025-1:notice")
    assert not page.exception
    (listed,) = [frame.value for frame in page.dataframe if "stage_text" in frame.value]
    assert list(listed["stage_text"]) == [
        "preliminary results, on notice",
        "preliminary results, for evaluators only",
        "final results",
        "preliminary results, on notice",
        "preliminary results, for evaluators only",
    ]
    page.button(key="make-snapshot").click().run()
    assert asked == [RoundStage("2025-1", "notice")]
    other = app("snapshots", lang="en", **data | {"as_of": "2026-06-30"}, stage="2025-1:notice")
    other.button(key="make-snapshot").click().run()
    assert asked == [RoundStage("2025-1", "notice"), None]


def test_an_evaluator_hands_in_what_came_on_paper(opened):
    page = opened(lang="en")
    page.selectbox(key="round-behalf").select("WG05").run()
    assert not page.exception
    assert page.selectbox(key="round-target-WG05").label == "What do you object to?"


def test_the_journal_says_in_words_what_was_done_in_a_round(app, store_with_rounds, monkeypatch):
    """No code of an event, an act or a detail is left to the reader."""
    monkeypatch.setenv(stores.STORE_VARIABLE, store_with_rounds.address)
    opened = app("data", lang="zh", part="history")
    (shown,) = [frame.value for frame in opened.dataframe if "about" in frame.value]
    assert "评估轮次操作" in set(shown["what"])
    assert any("操作：公示结果" in about for about in shown["about"])
    assert not [about for about in shown["about"] if re.search(r"(^|· )[a-z0-9_]+：|[{}]", about)]
    assert not [what for what in shown["what"] if what.isascii()]


def test_the_answer_names_groups_and_days_as_the_reader_does(opened):
    """Neither codes nor days as the files write them."""
    page = opened(lang="zh", round="2024-1")
    (answer,) = [one.value for one in page.markdown if one.value.startswith("##### ")]
    assert "演示翻译与出版工作组" in answer
    assert "2026年6月12日" in answer
    assert not re.search(r"WG\d\d|\d{4}-\d\d", answer)
