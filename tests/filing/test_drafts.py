"""Drafts: begun within one's own reach, saved field by field, and never overwritten unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from brep_metrics import filing
from brep_metrics.errors import UsageError
from brep_metrics.filing import Kind, State
from brep_metrics.store import open_store


def test_a_draft_is_there_again_after_everything_was_closed(store, people, activity):
    """What was typed is in the register, not in a page."""
    made = activity(title="Half a sentence")
    again = filing.find(open_store(store.address), people.lead, made.id)
    assert (again.state, again.values["title"], again.number) == (State.DRAFT, "Half a sentence", "F000001")


def test_a_draft_leaves_no_line_in_the_journal(store, people, activity):
    """Saving at every pause in typing would fill it with what nobody handed in."""
    before = store.journal.anchor()
    activity()
    assert store.journal.anchor() == before


def test_two_people_in_one_draft(store, people, fill):
    """The second is told what is there now, nothing of either is lost, and may go on once that was seen."""
    draft = filing.start(store, people.lead, "activity", "G")
    first = filing.save(store, people.lead, draft, {"title": ("mine", 0), "participants": ("5", 0)})
    assert first.versions == {"title": 1, "participants": 1}
    other = filing.save(store, people.lead, draft, {"title": ("yours", 0), "held_on": ("2025-03-01", 0)})
    assert other.versions == {"held_on": 1}
    assert (other.conflicts["title"].value, other.conflicts["title"].version) == ("mine", 1)
    assert filing.save(store, people.lead, draft, {"title": ("ours", 1)}).versions == {"title": 2}
    assert filing.find(store, people.lead, draft.id).values == {
        "title": "ours",
        "participants": "5",
        "held_on": "2025-03-01",
    }


def test_a_save_whose_answer_was_lost_is_no_conflict(store, people):
    """The same person saving the same text again has succeeded."""
    draft = filing.start(store, people.lead, "activity", "G")
    for _ in range(2):
        assert filing.save(store, people.lead, draft, {"title": ("mine", 0)}).versions == {"title": 1}


def test_many_at_once_in_one_field(store, people):
    """Exactly one of those who saw the same version gets through."""
    draft = filing.start(store, people.lead, "activity", "G")
    with ThreadPoolExecutor(8) as pool:
        saved = list(
            pool.map(lambda at: filing.save(store, people.lead, draft, {"title": (f"text {at}", 0)}), range(8))
        )
    assert sum(bool(one.versions) for one in saved) == 1


def test_the_same_record_is_one_draft(store, people):
    """Clicking twice, or two people of one organization, end in the same draft."""
    begun = [filing.start(store, people.lead, "report", "G", kind=Kind.CHANGE, key="r-G") for _ in range(2)]
    assert begun[0].id == begun[1].id
    assert begun[0].old["due_on"] == "2025-04-15"


@pytest.mark.parametrize(
    ("who", "table", "group", "kind", "key"),
    [
        ("lead", "report", "H", Kind.CHANGE, "r-H"),  # another group's
        ("lead", "report", "G", Kind.CHANGE, "r-H"),  # another group's record, as if it were one's own
        ("lead", "report", "G", Kind.NEW, None),  # obligations are the evaluators'
        ("lead", "report", "G", Kind.CHANGE, "r-X"),  # not there
        ("lead", "membership", "G", Kind.NEW, None),
        ("lead", "need", "G", Kind.NEW, None),
        ("lead", "sectors", "G", Kind.NEW, None),  # no table
        ("member", "activity", "G", Kind.NEW, None),
        ("member", "issue", "H", Kind.CHANGE, "i-H"),
        ("stranger", "need", "G", Kind.NEW, None),
        ("stranger", "activity", "G", Kind.NEW, None),
        ("partner", "activity", "G", Kind.CHANGE, "a-G"),
    ],
)
def test_what_is_not_theirs_to_file(store, people, who, table, group, kind, key):
    """Neither another group, nor another role's table, nor a record that only looks like one's own."""
    with pytest.raises(UsageError):
        filing.start(store, getattr(people, who), table, group, kind=kind, key=key)


def test_a_member_changes_its_own_records_only(store, people, store_of):
    """A plan item of the lead in the same group is not the member's."""
    assert filing.start(store, people.member, "plan_item", "G", kind=Kind.CHANGE, key="p-M").key == "p-M"
    with pytest.raises(UsageError):
        filing.start(store, people.member, "need", "H", kind=Kind.CHANGE, key="n-M")


@pytest.mark.parametrize("column", ["recorded_on", "group_id", "sql", "activity_id; drop table filing"])
def test_a_column_that_is_not_the_filers(store, people, column):
    """It is refused by name, and nothing of the edit is saved."""
    draft = filing.start(store, people.lead, "activity", "G")
    with pytest.raises(UsageError, match="you may not fill in the column"):
        filing.save(store, people.lead, draft, {"title": ("text", 0), column: ("x", 0)})
    assert filing.find(store, people.lead, draft.id).values == {}


def test_a_text_without_end(store, people):
    """A field takes 20,000 characters."""
    draft = filing.start(store, people.lead, "activity", "G")
    assert filing.save(store, people.lead, draft, {"title": ("x" * 20_000, 0)}).versions
    with pytest.raises(UsageError, match="20000"):
        filing.save(store, people.lead, draft, {"title": ("x" * 20_001, 1)})


def test_a_draft_is_its_organizations_alone(store, people, activity):
    """Neither a partner nor a member nor an evaluator reads along; the sentence is that of a number never given."""
    made = activity(partner_group_ids="H")
    for other in (people.member, people.partner, people.stranger, people.evaluator):
        with pytest.raises(UsageError, match="there is no filing F000001"):
            filing.find(store, other, made.id)
        assert filing.listing(store, other) == ()
        with pytest.raises(UsageError):
            filing.save(store, other, made, {"title": ("x", 1)})
