"""Rights: every act of everybody in every state, through the functions that pages and commands call."""

from __future__ import annotations

import pytest

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.errors import UsageError
from brep_metrics.filing import APPLICANT, Act, Actor, State
from brep_metrics.store import AccessScope

# Who may do what with a lead's filing that names a partner; anything else is nobody's.
ALLOWED = {
    State.DRAFT: {"lead save", "lead submit", "lead withdraw"},
    State.SUBMITTED: {"lead withdraw", "partner confirm", "evaluator give_back", "evaluator enter"},
    State.RETURNED: {"lead save", "lead submit", "lead withdraw"},
    State.ENTERED: set(),
    State.WITHDRAWN: set(),
}
READERS = {
    State.DRAFT: {"lead"},
    State.SUBMITTED: {"lead", "evaluator", "partner"},
    State.RETURNED: {"lead", "evaluator", "partner"},
    State.ENTERED: {"lead", "evaluator", "partner"},
    State.WITHDRAWN: {"lead", "evaluator", "partner"},
}
EVERYBODY = ("lead", "member", "partner", "stranger", "evaluator", APPLICANT)


@pytest.fixture
def actors(people):
    """The people of the network, and somebody from outside it."""
    applicant = Actor("new@example.org", AccessScope(), is_applicant=True)
    return {name: getattr(people, name) for name in EVERYBODY if name != APPLICANT} | {APPLICANT: applicant}


@pytest.fixture
def in_state(store, people, activity):
    """Makes a lead's filing and brings it into a state."""

    def make(state: State) -> filing.Filing:
        made = activity(partner_group_ids="H")
        if state is not State.DRAFT:
            filing.submit(store, people.lead, made.id)
        if state is State.RETURNED:
            filing.give_back(store, people.evaluator, made.id, "why")
        if state is State.ENTERED:
            filing.enter(store, people.evaluator, [made.id], reason="by letter")
        if state is State.WITHDRAWN:
            filing.withdraw(store, people.lead, made.id)
        return filing.find(store, people.lead, made.id)

    return make


def do(store, actor, made, act):
    """One act, with what it needs."""
    version = made.fields["title"].version
    return {
        Act.SAVE: lambda: filing.save(store, actor, made, {"title": ("Other words", version)}),
        Act.SUBMIT: lambda: filing.submit(store, actor, made.id),
        Act.WITHDRAW: lambda: filing.withdraw(store, actor, made.id),
        Act.CONFIRM: lambda: filing.confirm(store, actor, made.id),
        Act.GIVE_BACK: lambda: filing.give_back(store, actor, made.id, "why"),
        Act.ENTER: lambda: filing.enter(store, actor, [made.id], reason="by letter"),
    }[act]()


@pytest.mark.parametrize("state", State)
def test_what_is_nobodys_is_refused_and_changes_nothing(store, people, actors, in_state, state):
    """Neither by its number nor with the filing at hand; the journal gets no line."""
    made = in_state(state)
    before = store.journal.anchor()
    for name, actor in actors.items():
        for act in Act:
            if f"{name} {act}" not in ALLOWED[state]:
                with pytest.raises(UsageError):
                    do(store, actor, made, act)
    assert filing.find(store, people.lead, made.id) == made
    assert store.journal.anchor() == before


@pytest.mark.parametrize(("state", "allowed"), [(state, one) for state in State for one in sorted(ALLOWED[state])])
def test_what_is_theirs_is_done(store, actors, in_state, state, allowed):
    """Each line of the table."""
    name, act = allowed.split()
    do(store, actors[name], in_state(state), Act(act))


@pytest.mark.parametrize("state", State)
def test_who_reads(store, actors, in_state, state):
    """By number, in a list, in its history; to everybody else it does not exist."""
    made = in_state(state)
    for name, actor in actors.items():
        reads = name in READERS[state]
        listed = made.id in [one.id for one in filing.listing(store, actor)]
        # A partner's list holds what waits for it, and nothing else of another group.
        assert listed is (reads and (name != "partner" or state is State.SUBMITTED)), name
        if not reads:
            for look in (filing.find, filing.history):
                with pytest.raises(UsageError, match="there is no filing"):
                    look(store, actor, made.id)


def test_an_applicant_files_an_intention_and_nothing_else(store, actors, people):
    """It sees its own, has one open at a time, and nobody outside sees it before it is handed in."""
    actor = actors[APPLICANT]
    for table in ("activity", "report", "need", "membership", "outcome"):
        for group in (None, "G"):
            with pytest.raises(UsageError):
                filing.start(store, actor, table, group)
    with pytest.raises(UsageError, match="organization first"):
        filing.start(store, actor, "intention")
    body = filing.start(store, actor, "organization")
    assert filing.start(store, actor, "organization").id == body.id
    draft = filing.start(store, actor, "intention")
    with pytest.raises(UsageError, match="is open: F000002"):
        filing.start(store, actor, "intention")
    assert filing.apply_to_join(store, actor).id == draft.id
    other = Actor("other@example.org", AccessScope(), is_applicant=True)
    assert {one.id for one in filing.listing(store, actor)} == {body.id, draft.id}
    for reader in (other, people.lead, people.evaluator):
        assert filing.listing(store, reader) == ()
    filing.withdraw(store, actor, draft.id)
    assert filing.apply_to_join(store, actor).number == "F000004"


APPLICATION = {
    State.DRAFT: {"applicant save", "applicant submit", "applicant withdraw"},
    State.SUBMITTED: {"applicant withdraw", "evaluator give_back", "evaluator enter"},
    State.RETURNED: {"applicant save", "applicant submit", "applicant withdraw"},
    State.ENTERED: set(),
    State.WITHDRAWN: set(),
}


def apply(store, actors, state: State) -> filing.Filing:
    """An applicant's intention, brought into a state."""
    actor, evaluator = actors[APPLICANT], actors["evaluator"]
    made = filing.apply_to_join(store, actor)
    body = filing.organization_of(store, made)
    filing.save(store, actor, body, {"name_en": ("New Body", 0), "kind": ("university", 0)})
    filing.save(store, actor, made, {"sector_id": ("S", 0), "proposed_role": ("participant", 0)})
    if state is not State.DRAFT:
        filing.submit(store, actor, made.id)
    if state is State.RETURNED:
        filing.give_back(store, evaluator, made.id, "why")
    if state is State.ENTERED:
        filing.decide(store, evaluator, made.id, accepted=True)
    if state is State.WITHDRAWN:
        filing.withdraw(store, actor, made.id)
    return filing.find(store, actor, made.id)


def do_with_intention(store, actor, made, act):
    """One act on an intention; entering it is deciding on it."""
    return {
        Act.SAVE: lambda: filing.save(store, actor, made, {"suggestion": ("More", 0)}),
        Act.SUBMIT: lambda: filing.submit(store, actor, made.id),
        Act.WITHDRAW: lambda: filing.withdraw(store, actor, made.id),
        Act.CONFIRM: lambda: filing.confirm(store, actor, made.id),
        Act.GIVE_BACK: lambda: filing.give_back(store, actor, made.id, "why"),
        Act.ENTER: lambda: filing.decide(store, actor, made.id, accepted=True, group_id="G"),
    }[act]()


@pytest.mark.parametrize("state", State)
def test_each_act_on_an_application_by_everybody_in_each_state(store, actors, state):
    """Another applicant is everybody else; what is nobody's changes nothing, and what is somebody's is done."""
    made = apply(store, actors, state)
    before = store.journal.anchor()
    others = actors | {"another": Actor("another@example.org", AccessScope(), is_applicant=True)}
    for name, actor in others.items():
        for act in Act:
            if f"{name} {act}" not in APPLICATION[state]:
                with pytest.raises(UsageError):
                    do_with_intention(store, actor, made, act)
        reads = name == APPLICANT or (name == "evaluator" and state is not State.DRAFT)
        assert (made.id in [one.id for one in filing.listing(store, actor)]) is reads, name
    assert store.journal.anchor() == before
    for one in sorted(APPLICATION[state]):
        name, act = one.split()
        if act == Act.SAVE:
            do_with_intention(store, actors[name], made, Act(act))


@pytest.mark.parametrize(
    ("state", "allowed"), [(state, one) for state in State for one in sorted(APPLICATION[state]) if "save" not in one]
)
def test_what_is_theirs_with_an_application_is_done(store, actors, state, allowed):
    """Each line of the table."""
    name, act = allowed.split()
    do_with_intention(store, actors[name], apply(store, actors, state), Act(act))


def test_an_expert_neither_reads_nor_enters_what_a_rival_files(store, people, activity):
    """B leads H, of the same sector as G; what concerns no rival is theirs as any evaluator's."""
    made = activity()
    filing.submit(store, people.lead, made.id)
    expert = filing.acting(store, Viewer(Role.EVALUATOR, "expert@example.org", "B"))
    assert filing.listing(store, people.evaluator, [State.SUBMITTED])
    assert filing.listing(store, expert, [State.SUBMITTED]) == ()
    for act in (
        lambda: filing.find(store, expert, made.id),
        lambda: filing.enter(store, expert, [made.id], reason="by letter"),
        lambda: filing.start(store, expert, "activity", "G"),
        lambda: filing.start(store, expert, "activity", kind=filing.Kind.CHANGE, key="a-G"),
    ):
        with pytest.raises(UsageError):
            act()
    assert filing.start(store, expert, "organization").role == "evaluator"
