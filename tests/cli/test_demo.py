"""`brep demo` makes a store worth evaluating, once, and never beside other data."""

from __future__ import annotations

import csv
import io
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from brep_metrics.cli import demo
from brep_metrics.cli.main import run
from brep_metrics.rounds import demonstration, rounds
from brep_metrics.rounds.stages import Stage
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from brep_metrics.store import Store


def killed(*_: object, **__: object) -> None:
    """What happens to a call that is killed."""
    raise KeyboardInterrupt


def test_demo_then_evaluate_gives_a_ranking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """16 groups or more, not all rated, three grades at least, ranks after scores.

    A call that was killed within a round is made up for by the next, and one more changes nothing.
    """
    address = str(tmp_path / "store")
    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(demonstration, "fix_data", killed)
        run(["demo", "--store", address])
    assert run(["demo", "--store", address]) == 0
    assert [(one.terms.period.code, one.stage) for one in rounds(open_store(address))] == [
        ("2024", Stage.CANCELLED),
        ("2024", Stage.FINAL),
        ("2025", Stage.NOTICE),
    ]
    before = open_store(address).journal.anchor()
    assert run(["demo", "--store", address, "--lang", "zh"]) == 0
    assert "演示网络已在" in capsys.readouterr().err
    assert open_store(address).journal.anchor() == before
    assert run(["evaluate", "--store", address, "--period", "2025", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    ranked = [row for row in rows if row["rank"]]
    assert len(ranked) >= 16
    assert len(rows) > len(ranked)
    assert len(Counter(row["grade"] for row in ranked)) >= 3
    scores = [float(row["score"]) for row in ranked]
    assert scores == sorted(scores, reverse=True)
    assert [int(row["rank"]) for row in ranked] == [1 + sum(other > score for other in scores) for score in scores]


def test_what_a_killed_call_left_out_is_added_by_the_next(demo_store: Store, monkeypatch: pytest.MonkeyPatch):
    """The network is there, and neither rounds nor filings: both are added, as of the demonstration's last day."""
    added = []
    monkeypatch.setattr(demo, "demonstrate_rounds", lambda store: added.append(("rounds", store)))
    monkeypatch.setattr(demo, "demonstrate_filings", lambda store, day: added.append(("filings", store, day)))
    assert run(["demo", "--store", demo_store.address]) == 0
    assert [(kind, *rest) for kind, _store, *rest in added] == [("rounds",), ("filings", demo_store.current().date)]


def test_a_store_with_other_data_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Wrong usage: exit code 2, and nothing has changed."""
    address = str(tmp_path / "store")
    header = "sector_id,name_zh,name_en,tier,recorded_on\n"
    (tmp_path / "sector.csv").write_text(f"{header}hydro,水电,Hydropower,conventional,\n", encoding="utf-8")
    assert run(["load", str(tmp_path / "sector.csv"), "--store", address]) == 0
    assert run(["demo", "--store", address, "--lang", "en"]) == 2
    assert "holds other data" in capsys.readouterr().err
    assert len(open_store(address).generations()) == 1
