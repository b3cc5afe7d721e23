"""A snapshot of one group, as its lead gets it: what it holds, what it must not, how far it can be computed anew."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date

import pandas as pd
import pytest
from copies import copy_store

from brep_metrics.access import publish
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.methodology import parse_methodology
from brep_metrics.periods import Period
from brep_metrics.schema import load_schema
from brep_metrics.scoring import evaluate, read_period
from brep_metrics.snapshot import compare, create, verify
from brep_metrics.snapshot.archive import extracted
from brep_metrics.store import AccessScope, open_store

PERIOD = Period.parse("2025")
CUTOFF = date(2026, 3, 31)
GROUP = "WG01"
CODE = re.compile(r"[\w-]+", re.ASCII)
RELATIVE = 'missing = "median"\ntreatment = ["winsorise"]\nnormalise = { method = "minmax" }'


@pytest.fixture(scope="module")
def store(small_store, methodology, tmp_path_factory):
    """The eight groups with two published years."""
    folder = tmp_path_factory.mktemp("published") / "store"
    copy_store(small_store.address, folder)
    store = open_store(folder)
    for code in ("2024", "2025"):
        with read_period(store, methodology, Period.parse(code)) as reading:
            publish(store, evaluate(reading, methodology, Period.parse(code)), who="test")
    return store


@pytest.fixture(scope="module")
def make(store, methodology, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scoped")

    def made(name, groups=(GROUP,), data=store, **changes):
        inputs = {"methodology": methodology, "period": PERIOD, "language": "zh", "groups": groups} | changes
        return create(data, folder / name, **inputs)

    return made


@pytest.fixture(scope="module")
def scoped(make):
    return make("one.zip")


@pytest.fixture(scope="module")
def files(scoped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scoped-files") / "files"
    with extracted(scoped.path) as unpacked:
        shutil.copytree(unpacked, folder)
    return folder


def contents(path):
    """Every file of a zip by name, those of a workbook inside it too."""
    with zipfile.ZipFile(path) as opened:
        found = {name: opened.read(name) for name in opened.namelist()}
    for name in [name for name in found if name.endswith(".xlsx")]:
        with zipfile.ZipFile(io.BytesIO(found[name])) as inner:
            found |= {f"{name}/{part}": inner.read(part) for part in inner.namelist()}
    return found


def out_of_reach(store, groups):
    """Codes and names of groups and organizations, and keys of records, that a lead of `groups` must not be given."""
    own = AccessScope(frozenset(groups), frozenset(groups), None)
    found = set()
    with store.read(as_of=CUTOFF) as network, store.read(as_of=CUTOFF, scope=own) as reach:
        for table in load_schema().tables.values():
            names = [name for name in ("name_zh", "name_en") if name in table.columns]
            keys = [table.key_text, *names] if len(table.key) > 1 else [*table.key, *names]
            rows = f"select unnest([{', '.join(f'cast({key} as varchar)' for key in keys)}]) from {table.name}"
            found |= {text for (text,) in network.fetch(rows)} - {text for (text,) in reach.fetch(rows)}
    return {text for text in found if text}


def read(folder, name):
    """The table by the codes of its columns, with which headings in both languages begin."""
    frame = pd.read_csv(folder / name, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    return frame.rename(columns=lambda heading: heading.split(" ")[0])


def test_it_differs_from_the_whole_in_exactly_these_files(scoped, make):
    """No brief of the meeting, a distribution besides; the method is the same, and whatever holds rows is cut down."""
    whole, own = (
        {name: raw for name, raw in contents(path).items() if ".xlsx/" not in name}
        for path in (make("whole.zip", groups=None).path, scoped.path)
    )
    assert own.keys() - whole.keys() == {"distribution.csv"}
    assert whole.keys() - own.keys() == {"brief.html"}
    differing = {name for name in own.keys() & whole.keys() if own[name] != whole[name]}
    same = {"sector", "country"}
    assert differing == {
        *("scores.csv", "indicators.csv", "rank_intervals.csv", "changes.csv", "evidence.csv"),
        *("README.md", "datapackage.json", "snapshot.xlsx"),
        *(f"tables/{table}.csv" for table in load_schema().tables if table not in same),
    }


@pytest.mark.parametrize("groups", [("WG01",), ("WG04",), ("WG13", "WG22")])
def test_nothing_of_the_others_is_in_any_byte_of_it(store, make, snapshot, groups):
    """No code, name or record of another group, nor an organization that has nothing to do with these, in any file.

    The same search finds every code in the snapshot of the whole network.
    """
    forbidden = out_of_reach(store, groups)
    codes = {text for text in forbidden if CODE.fullmatch(text)}
    assert len(codes) > 500
    assert len(forbidden - codes) > 50
    assert codes <= {
        code for raw in contents(snapshot.path).values() for code in CODE.findall(raw.decode(errors="ignore"))
    }
    own = contents(make("-".join(groups) + ".zip", groups=groups).path)
    assert len(own) > 60
    for name, raw in own.items():
        text = name + raw.decode("utf-8", errors="replace")
        assert not codes & set(CODE.findall(text)), name
        assert not [one for one in forbidden - codes if one in text], name


def test_its_figures_are_those_of_the_whole(files, unpacked):
    """What is stated of the group is what the whole snapshot states of it, evidence included."""
    for name in ("scores.csv", "indicators.csv", "rank_intervals.csv", "changes.csv"):
        whole = read(unpacked, name)
        theirs = whole[whole["group_id"] == GROUP].drop(columns="scope", errors="ignore")
        pd.testing.assert_frame_equal(
            theirs.reset_index(drop=True), read(files, name).drop(columns="scope", errors="ignore"), check_dtype=False
        )
    whole = read(unpacked, "evidence.csv")
    amounts = ["indicator", "source", "numerator", "denominator"]
    theirs, ours = (
        frame[frame["group_id"] == GROUP][amounts].sort_values(amounts, ignore_index=True)
        for frame in (whole, read(files, "evidence.csv"))
    )
    pd.testing.assert_frame_equal(theirs, ours)


def test_the_others_are_a_distribution_alone(files, unpacked):
    """The score's quartiles over all rated groups; medians elsewhere."""
    distribution = read(files, "distribution.csv").set_index("part")
    scores = read(unpacked, "scores.csv")
    rated = scores[scores["status"] == "rated"]
    assert set(distribution["groups"]) == {len(rated)}
    expected = rated["score"].quantile([0.25, 0.5, 0.75]).tolist()
    assert distribution.loc["index", ["p25", "median", "p75"]].tolist() == pytest.approx(expected)
    assert distribution.loc["delivery", "median"] == pytest.approx(rated["delivery"].median(), abs=0.005)
    assert distribution.drop("index")[["p25", "p75"]].isna().all(axis=None)


def test_a_distribution_of_too_few_is_not_told(make):
    """With four others beside one's own groups, no figure of theirs is given."""
    four = ("WG01", "WG04", "WG07", "WG10")
    with extracted(make("four.zip", groups=four).path) as folder:
        assert read(folder, "distribution.csv")[["p25", "median", "p75"]].isna().all(axis=None)


def test_before_it_is_published_it_holds_no_score(small_store, make):
    """Measured values and records only; no score, grade, rank, interval or distribution."""
    early = make("early.zip", data=small_store)
    assert not early.provenance.is_published
    with extracted(early.path) as folder:
        scores = read(folder, "scores.csv")
        assert scores["status"].tolist() == ["withheld"]
        assert scores[["score", "rank", "grade", "delivery"]].isna().all(axis=None)
        assert read(folder, "rank_intervals.csv").empty
        assert read(folder, "distribution.csv").drop(columns="part").isna().all(axis=None)
        assert read(folder, "changes.csv")["points"].isna().all()
        assert read(folder, "indicators.csv")["normalised"].isna().all()
        assert read(folder, "indicators.csv")["value"].notna().any()
    assert verify(early.path) == early.provenance


def test_it_holds_and_is_made_again_to_the_byte(scoped, make):
    """Also after a later result has replaced the published one: what was published stays what it was."""
    assert verify(scoped.path) == scoped.provenance
    assert make("again.zip").sha256 == scoped.sha256


def test_a_result_that_was_replaced_gives_the_same_bytes(store, methodology, scoped, tmp_path):
    """What was ever published can be handed out again as it was."""
    copy_store(store.address, tmp_path / "store")
    later = open_store(tmp_path / "store")
    with later.read() as reading:
        publish(later, evaluate(reading, methodology, PERIOD), who="test", reason="a correction")
    inputs = {"methodology": methodology, "period": PERIOD, "language": "zh", "groups": [GROUP]}
    assert create(later, tmp_path / "a.zip", **inputs).sha256 == scoped.sha256


def test_what_is_relative_to_the_network_is_taken_as_stated(store, methodology, make):
    """Under minmax, a median for missing values and winsorising, the score above them is still computed anew."""
    varied = methodology.text.partition("[robustness]")[0]
    text = re.sub(r'missing = "\w+"\nnormalise = \{[^}]*\}', RELATIVE, varied, count=9)
    relative = parse_methodology(text, file="relative.toml")
    with store.read(as_of=CUTOFF) as reading:
        publish(store, evaluate(reading, relative, PERIOD), who="test", reason="another method")
    assert verify(make("relative.zip", methodology=relative).path).is_published


@pytest.fixture
def forged(files, repack):
    def forge(name, change):
        def changed(folder):
            path = folder / name
            before = path.read_bytes()
            path.write_bytes(change(before.decode()).encode())
            assert path.read_bytes() != before

        return repack(files, changed)

    return forge


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("scores.csv", r",94\.\d\d,", ",99.5,"),
        ("scores.csv", r",good,良好,Good,", ",qualified,合格,Qualified,"),
        ("indicators.csv", r"(plan_completion,.*?share,)[\d.]+,", r"\g<1>0.5,"),
        ("evidence.csv", r"(plan_completion,WG01,plan_item,.*?,)1\.0,1\.0", r"\g<1>0.0,1.0"),
        ("evidence.csv", r"plan_completion,WG01,plan_item,[^\r]*\r\n", ""),
        ("changes.csv", r"(,people_trained,[\d.]+,[\d.]+,[\d.]+,0.0,)[\d.]+", r"\g<1>5.0"),
        ("changes.csv", r"WG01,2024,[\d.]+", "WG01,2024,20.0"),
        ("tables/plan_item.csv", r"(WG01-2025-P01,.*),2025-\d\d-\d\d,,(\d{4}-\d\d-\d\d)\r", r"\1,,,\2\r"),
        ("README.md", r"WG01", "WG02"),
    ],
)
def test_a_forgery_does_not_follow(forged, name, old, new):
    """With hashes and seal forged too, a figure that the group's own records do not give is refused by its file."""
    with pytest.raises(FaultsError) as caught:
        verify(forged(name, lambda text: re.sub(old, new, text, count=1)))
    assert name in {fault.file for fault in caught.value.faults} or name.startswith("tables/")


def test_two_of_the_same_scope_are_compared(scoped, make, store, methodology):
    """The difference of the group's scores is explained by its rows, and no other group is in it."""
    early = date(2026, 1, 15)
    with store.read(as_of=early) as reading:
        publish(store, evaluate(reading, methodology, PERIOD), who="test", reason="an earlier look")
    difference = compare(make("before.zip", as_of=early).path, scoped.path)
    assert difference.groups["group_id"].tolist() == [GROUP]
    changed = difference.changed
    assert (changed["score"] - changed["score_before"]).tolist() == pytest.approx(changed["data"].tolist(), abs=1e-9)
    assert not difference.rows.empty
    assert compare(scoped.path, scoped.path).changed.empty


def test_another_methodology_is_compared_too(scoped, make, store, methodology):
    """All of the difference is the methodology's, since the rows are the same."""
    text = methodology.text.replace('parent = "outcomes"\nweight = 10', 'parent = "outcomes"\nweight = 2')
    other = parse_methodology(text, file="other.toml")
    with store.read(as_of=CUTOFF) as reading:
        publish(store, evaluate(reading, other, PERIOD), who="test", reason="other weights")
    changed = compare(scoped.path, make("other.zip", methodology=other).path).changed
    assert (changed["score"] - changed["score_before"]).tolist() == pytest.approx(changed["methodology"].tolist())


def test_different_scopes_are_not_compared(scoped, snapshot, make):
    """A group with the network, or with another group: the error names both scopes."""
    for other in (snapshot, make("two.zip", groups=("WG04",))):
        with pytest.raises(UsageError) as caught:
            compare(other.path, scoped.path)
        assert "different scopes" in caught.value.text("en")
        assert scoped.provenance.scope in caught.value.text("en")


def test_a_group_that_is_not_there_is_refused(make):
    """A wrong request, and nothing is written."""
    with pytest.raises(UsageError):
        make("absent.zip", groups=("no-such",))
