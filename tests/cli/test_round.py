"""`brep round`: who may do what, which sentence refuses the others, and a round with one local evaluator."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from copies import copy_store

from brep_metrics import rounds
from brep_metrics.access import Account, Role, add_account
from brep_metrics.access.audit import local_user
from brep_metrics.cli.main import run
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Actor, Stage
from brep_metrics.snapshot import RoundStage, verify
from brep_metrics.store import network_day, open_store

IN_GROUP = """
select organization_id from membership
where group_id = $group and role = $role and joined_on <= $day and (left_on is null or left_on > $day)
order by organization_id
"""


OUTSIDE = """
select organization_id from membership
where role = 'lead' and left_on is null and organization_id not in (
    select organization_id from membership where group_id = $group and joined_on <= $day
)
order by organization_id
"""


@pytest.fixture(scope="module")
def methodology(tmp_path_factory):
    """A file of the default methodology with few draws."""
    path = tmp_path_factory.mktemp("methodology") / "few-draws.toml"
    path.write_text(DEFAULT_METHODOLOGY.read_text("utf-8").replace("draws = 10000", "draws = 50"), "utf-8")
    return path


@pytest.fixture(autouse=True)
def _surroundings(tmp_path, monkeypatch):
    """English, and no list of accounts."""
    monkeypatch.setenv("BREP_ACCOUNTS", str(tmp_path / "none.toml"))
    monkeypatch.setenv("BREP_LANG", "en")


@pytest.fixture
def store(store_of_eight_groups):
    """The demonstration with eight groups, and accounts: three evaluators, leads of two groups, a member."""
    return with_accounts(store_of_eight_groups)


@pytest.fixture(scope="module")
def _noticed(_eight_groups, tmp_path_factory, methodology):
    made = with_accounts(open_store(copy_store(_eight_groups.address, tmp_path_factory.mktemp("noticed") / "store")))
    on_notice(made, methodology)
    return made


@pytest.fixture
def noticed(_noticed, tmp_path):
    """The same with a round on notice since today."""
    return open_store(copy_store(_noticed.address, tmp_path / "noticed"))


def with_accounts(made):
    """The store, in which everybody has an account by now."""
    for name in ("one", "two", "three"):
        add_account(made, Account(email=f"{name}@nea.example", role=Role.EVALUATOR), who="test")
    with made.read() as reading:
        group = reading.fetch("select min(group_id) from working_group")[0][0]
        day = {"day": network_day()}
        ((lead,),) = reading.fetch(IN_GROUP, {"group": group, "role": "lead", **day})
        ((member,), *_) = reading.fetch(IN_GROUP, {"group": group, "role": "participant", **day})
        ((other,), *_) = reading.fetch(OUTSIDE, {"group": group, **day})
    own = (lead, other, member)
    for name, organization in zip(("lead", "other", "member"), own, strict=True):
        add_account(made, Account(email=f"{name}@group.example", role=Role.LEAD, organization=organization), who="test")
    return made


def brep(store, *arguments):
    """Run `brep round …` on the store."""
    return run(["round", *arguments, "--store", str(store.address)])


def group_of(store):
    """The first group, of which `lead` is the lead and `member` a member."""
    with store.read() as reading:
        return reading.fetch("select min(group_id) from working_group")[0][0]


def on_notice(store, methodology, ended_days_ago=None):
    """A round on notice since today, or one whose notice has ended."""
    days = 0 if ended_days_ago is None else 7 + ended_days_ago + 1
    now = datetime.now(UTC) - timedelta(days=days)
    one = Actor("one@nea.example", Role.EVALUATOR)
    panel = [f"{name}@nea.example" for name in ("one", "two", "three")]
    long_ago = network_day(now) - timedelta(days=60)
    made = rounds.open_round(
        store,
        one,
        period=Period.parse("2025"),
        methodology=load_methodology(methodology),
        panel=panel,
        begins=long_ago,
        moment=now - timedelta(hours=4),
    )
    rounds.fix_data(store, made.id, one, moment=now - timedelta(hours=3))
    for who in panel:
        actor = Actor(who, Role.EVALUATOR)
        rounds.perform(store, made.id, Act.VOTE, actor, {"choice": "yes"}, moment=now - timedelta(hours=2))
    return rounds.put_on_notice(store, made.id, one, moment=now)


def test_the_whole_course_with_one_local_evaluator(store_of_eight_groups, methodology, tmp_path, capsys):
    """Without accounts of evaluators one vote is enough, and everything is handed in on behalf."""
    made = store_of_eight_groups
    begins = (network_day() - timedelta(days=40)).isoformat()
    assert brep(made, "open", "--period", "2025", "--begins", begins, "--methodology", str(methodology)) == 0
    assert brep(made, "advance") == 0
    assert brep(made, "vote", "yes") == 0
    assert brep(made, "advance") == 0
    assert "Round 2025-1 of 2025: on notice" in capsys.readouterr().err
    group = group_of(made)
    assert brep(made, "object", group, "status", "--reason", "it was founded earlier", "--missing", "the decree") == 0
    assert "reply is due" in capsys.readouterr().err
    (round_,) = rounds.rounds(made)
    assert round_.panel == (local_user(),)
    assert round_.claims["O1"].on_behalf
    assert brep(made, "status", "--format", "csv") == 0
    assert f"O1,{group},status" in capsys.readouterr().out
    assert brep(made, "list", "--format", "csv") == 0
    assert "2025-1,2025,brep-annual" in capsys.readouterr().out
    assert brep(made, "papers", "--out", str(tmp_path / "papers")) == 0
    written = sorted(path.name for path in (tmp_path / "papers").iterdir())
    assert written == [f"round-2025-1-{code}.html" for code in ("announcement", "minutes", "notice")]
    assert brep(made, "papers", "--out", str(tmp_path / "papers" / written[0])) == 2
    assert brep(made, "snapshot", "notice", "--out", str(tmp_path / "notice.zip")) == 0
    assert verify(tmp_path / "notice.zip").round_stage == RoundStage("2025-1", "notice")
    assert brep(made, "snapshot", "final", "--out", str(tmp_path / "final.zip")) == 2
    assert "round 2025-1 has no snapshot of that stage" in capsys.readouterr().err
    assert brep(made, "snapshot", "objected", "--out", str(tmp_path / "final.zip")) == 2
    assert "“objected” is not a stage with results" in capsys.readouterr().err
    assert brep(made, "cancel", "--reason", "a rehearsal") == 0
    assert rounds.rounds(made)[0].stage is Stage.CANCELLED


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("other@group.example", "somebody outside the group cannot object"),
        ("member@group.example", "a member of the group cannot object"),
        ("two@nea.example", "a recused evaluator cannot object"),
        ("nobody@nea.example", "nobody has an account of nobody@nea.example"),
    ],
)
def test_who_may_not_object_is_told_so(noticed, capsys, who, said):
    group = group_of(noticed)
    assert brep(noticed, "recuse", "--reason", "a relative", "--group", group, "--as", "two@nea.example") == 0
    capsys.readouterr()
    code = brep(noticed, "object", group, "status", "--reason", "x", "--missing", "y", "--as", who)
    assert code == 2
    assert said in capsys.readouterr().err
    assert rounds.rounds(noticed)[0].objections == ()


def test_the_lead_objects_and_both_are_in_the_journal(noticed):
    group = group_of(noticed)
    arguments = ("object", group, "status", "--reason", "x", "--missing", "y", "--as", "Lead@Group.example")
    assert brep(noticed, *arguments) == 0
    (claim,) = rounds.rounds(noticed)[0].objections
    assert (claim.who, claim.on_behalf) == ("lead@group.example", False)
    (line,) = noticed.journal.page(limit=1)
    assert (line["who"], line["operator"]) == ("lead@group.example", local_user())


def test_a_late_objection_is_refused(store, methodology, capsys):
    ended = on_notice(store, methodology, ended_days_ago=1).notice_ends
    arguments = ("object", group_of(store), "status", "--reason", "x", "--missing", "y", "--as", "lead@group.example")
    assert brep(store, *arguments) == 2
    assert f"too late: the notice of round 2025-1 ended on {ended}" in capsys.readouterr().err


def test_a_fact_without_records_is_refused(noticed, capsys):
    arguments = ("object", group_of(noticed), "status", "--reason", "x", "--as", "lead@group.example")
    assert brep(noticed, *arguments) == 2
    assert "an objection to a fact names the records that it is about" in capsys.readouterr().err


def test_a_record_that_the_group_does_not_have_is_refused(noticed, capsys):
    group = group_of(noticed)
    arguments = ("object", group, "status", "--reason", "x", "--record", "report no-such", "--as", "lead@group.example")
    assert brep(noticed, *arguments) == 2
    assert f"group {group} has no record “report no-such”" in capsys.readouterr().err


def test_a_recused_evaluator_neither_decides_nor_votes_nor_sees_what_deciding_would_do(noticed, capsys):
    """Nor may somebody else be recused in their name and vote on."""
    group = group_of(noticed)
    lead = Actor("lead@group.example", Role.LEAD, leads=frozenset({group}))
    content = {"group": group, "target": "status", "ground": "fact", "reason": "x"}
    content |= {"records": [], "missing": "y", "attachments": {}}
    rounds.perform(noticed, "2025-1", Act.OBJECT, lead, content)
    brep(noticed, "recuse", "--reason", "a relative", "--group", group, "--as", "two@nea.example")
    capsys.readouterr()
    for tried in (
        ("decide", "O1", "--outcome", "rejected", "--reason", "x"),
        ("decide", "O1", "--outcome", "upheld", "--reason", "x", "--dry-run"),
    ):
        assert brep(noticed, *tried, "--as", "two@nea.example") == 2
        assert "a recused evaluator cannot decide an objection" in capsys.readouterr().err


def test_an_evaluator_with_an_organization_is_recused_from_its_groups(store, methodology):
    group = group_of(store)
    with store.read() as reading:
        organization = reading.fetch(IN_GROUP, {"group": group, "role": "lead", "day": date(2026, 6, 30)})[0][0]
    account = Account(email="expert@institute.example", role=Role.EVALUATOR, organization=organization)
    add_account(store, account, who="test")
    assert brep(store, "open", "--period", "2025", "--methodology", str(methodology)) == 0
    (recusal,) = rounds.rounds(store)[0].recusals
    assert recusal.who == "expert@institute.example"
    assert group in recusal.groups
