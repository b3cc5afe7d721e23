"""`brep publish`: what becomes official, what the journal keeps of it, and what a lead sees from then on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
from copies import copy_store

from brep_metrics.access import RESULT_PUBLISHED, Role, Viewer, publication_of, publications, scope_of
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.selection import Selection
from brep_metrics.cli.main import run
from brep_metrics.periods import Period
from brep_metrics.scoring import Status
from brep_metrics.store import AccessScope, engine, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brep_metrics.scoring import Scores
    from brep_metrics.store import Store

Y2025 = Period.parse("2025")
LEAD = "select organization_id from membership where role = 'lead' and left_on is null and group_id = 'WG03'"


@pytest.fixture
def store(demo_store, tmp_path) -> Store:
    """A copy of the demonstration: publishing writes to the journal."""
    return open_store(copy_store(demo_store.address, tmp_path / "store"))


@pytest.fixture
def publish(store) -> Callable[..., int]:
    """Runs the command on the copy, in English and for 2025 unless told otherwise; the exit code."""

    def command(*arguments: str, language: str = "en") -> int:
        defaults = ["--store", store.address, "--period", "2025", "--lang", language]
        return run(["publish", *defaults, *arguments])

    return command


@pytest.fixture
def seen_by_lead(store, network_methodologies) -> Callable[[], Scores]:
    """The score of WG03 in 2025 as the query layer of the dashboard gives it to its lead at this moment."""

    def scores() -> Scores:
        with store.read() as reading:
            whole = scope_of(Viewer(Role.LEAD, "lead@example.org", reading.fetch(LEAD)[0][0]), reading)
        access_scope = AccessScope.of_groups(whole.visible_groups)
        visit = Visit("scorecard", "en", store, store.current(), visitor=None, access_scope=access_scope)
        return results.evaluation(Selection.of(visit, network_methodologies[0], Y2025)).scores

    return scores


def in_both_languages(zh: str, en: str) -> pytest.MarkDecorator:
    """Runs a test with `language` and what is `said` in it."""
    return pytest.mark.parametrize(("language", "said"), [("zh", zh), ("en", en)], ids=["zh", "en"])


def later_load(store: Store) -> None:
    """A correction that changes the score of WG03: none of its plan items was ever completed."""
    with store.write(who="test", why="a correction") as draft:
        draft.execute("update plan_item set completed_on = null where group_id = 'WG03'")


@in_both_languages(
    "由 Li Wei 公布：数据代次 g000001，评估周期 2025，截至 2026-03-31，评估方法 brep-annual 1.1.0",
    "Published by Li Wei: generation g000001, period 2025, as of 2026-03-31, methodology brep-annual 1.1.0",
)
def test_what_was_published_is_said_in_the_readers_language(publish, language, said, capsys):
    """Exit 0 and one line: by whom, and everything that the figures depend on."""
    assert publish("--who", "Li Wei", language=language) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(said)
    assert printed.out.count("\n") == 1
    assert printed.err == ""


def test_the_journal_keeps_all_that_the_result_stands_on(publish, store, network_methodologies):
    """One line more in an unbroken chain: who, period, generation, as-of date and the whole methodology; no reason."""
    before = len(store.journal)
    assert publish("--who", "Li Wei", "--reason", "not needed for the first one", "--as-of", "2026-03-31") == 0
    (entry,) = store.journal.page(limit=len(store.journal) - before)
    methodology = network_methodologies[0]
    expected = {
        "event": RESULT_PUBLISHED,
        "who": "Li Wei",
        "reason": None,
        "period": "2025",
        "generation": "g000001",
        "as_of": "2026-03-31",
        "methodology_id": "brep-annual",
        "methodology_hash": methodology.hash,
        "methodology_text": methodology.text,
    }
    assert expected.items() <= entry.items()
    assert not store.verify()


def test_whoever_publishes_without_a_name_is_the_machines_user(publish, store, monkeypatch):
    """`--who` may be left out."""
    monkeypatch.setattr("getpass.getuser", lambda: "wang")
    assert publish() == 0
    assert publications(store)[-1].who == "wang"


def test_a_lead_sees_its_score_once_it_is_published_and_keeps_it_through_a_later_load(publish, store, seen_by_lead):
    """Withheld, then official; a load changes nothing of it until somebody supersedes the result."""
    withheld = seen_by_lead()
    assert (withheld.units, withheld.status) == (("WG03",), (Status.WITHHELD,))
    assert np.isnan(withheld.score).all()
    assert publish() == 0
    official = seen_by_lead()
    assert (official.units, official.status) == (("WG03",), (Status.RATED,))
    later_load(store)
    assert seen_by_lead().score == official.score
    assert publish("--reason", "An objection was upheld") == 0
    assert seen_by_lead().score < official.score


def test_another_period_stays_withheld(publish, seen_by_lead):
    """What is published is one period by one methodology, and nothing beside it."""
    assert publish("--period", "2024") == 0
    assert publish("--period", "2021-07..2026-06", "--methodology", "brep-five-year") == 0
    assert seen_by_lead().status == (Status.WITHHELD,)


@in_both_languages("该结果已于", "This result is published already")
def test_the_same_result_is_not_published_twice(publish, store, language, said, capsys):
    """Exit 2 with or without a reason, and no second line in the journal."""
    assert publish() == 0
    capsys.readouterr()
    for reason in ((), ("--reason", "again")):
        assert publish(*reason, language=language) == 2
        printed = capsys.readouterr()
        assert (printed.out, said in printed.err) == ("", True)
    assert len(publications(store)) == 1


@in_both_languages("请说明为何以本结果取代", "say why this one replaces it")
def test_another_result_of_the_period_needs_a_reason(publish, store, language, said, capsys):
    """Exit 2 without one; with one it is in force and the first stays in the record."""
    assert publish() == 0
    later_load(store)
    for reason in ((), ("--reason", "  ")):
        assert publish(*reason, language=language) == 2
        assert said in capsys.readouterr().err
    assert publish("--reason", "An objection was upheld") == 0
    first, second = publications(store)
    assert [(one.generation, one.reason) for one in (first, second)] == [
        ("g000001", None),
        ("g000002", "An objection was upheld"),
    ]
    assert publication_of(store, Y2025, "brep-annual") == second


@pytest.mark.parametrize(
    ("arguments", "zh", "en", "code"),
    [
        (("--period", "2025Q5"), "“2025Q5”不是评估周期", "“2025Q5” is not a period", 2),
        (("--period", "1999"), "没有评估周期1999的工作组记录", "no working group of 1999 is known", 1),
        (("--period", "2030"), "评估周期2030尚未开始", "2030 had not begun on 2026-06-30", 1),
        (("--period", "2026"), "评估周期2026尚未结束", "2026 was still running on 2026-06-30", 2),
        (("--as-of", "2026-2-1"), "“2026-2-1”不是日期", "“2026-2-1” is not a date", 2),
        (("--generation", "g000009"), "g000009", "g000009", 2),
        (("--methodology", "absent.toml"), "absent.toml", "absent.toml", 2),
        (("--store", "absent"), "absent", "absent", 1),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_what_is_not_there_cannot_be_published(publish, store, arguments, zh, en, code, capsys, monkeypatch):
    """Exit 1 where there is nothing, 2 where something wrong is asked; a sentence; the journal stays as it was."""
    monkeypatch.chdir(store.address)
    before = store.journal.anchor()
    for language, said in (("zh", zh), ("en", en)):
        assert publish(*arguments, language=language) == code
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err
    assert store.journal.anchor() == before


def test_a_faulty_methodology_publishes_nothing(publish, store, network_methodologies, tmp_path, capsys):
    """Exit 1, with the file and the line."""
    file = tmp_path / "mine.toml"
    file.write_text(network_methodologies[0].text.replace("round = 2", 'round = "two"'), "utf-8")
    assert publish("--methodology", str(file)) == 1
    assert "mine.toml:" in capsys.readouterr().err
    assert not publications(store)


def test_a_damaged_store_publishes_nothing(publish, store, tmp_path, capsys):
    """Exit 3, and the file that is missing is named."""
    name = store.current().file_name
    (tmp_path / "store" / "generations" / name).unlink()
    assert publish() == 3
    assert name in capsys.readouterr().err
    assert not publications(store)


@in_both_languages("另一进程正在写入", "Another process is writing")
def test_a_journal_that_is_being_written_is_busy(publish, store, tmp_path: Path, language, said, monkeypatch, capsys):
    """Exit 3 after waiting, nothing published; afterwards it works."""
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.05)
    with closing(sqlite3.connect(tmp_path / "store" / "register.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")
        assert publish(language=language) == 3
    assert said in capsys.readouterr().err
    assert not publications(store)
    assert publish() == 0
