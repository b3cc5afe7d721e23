"""Beginning a filing and saving what is typed: field by field, so that two people in one draft lose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brep_metrics.errors import UsageError
from brep_metrics.filing.actors import APPLICANT
from brep_metrics.filing.application_parts import OPEN_STATES, brings_organization
from brep_metrics.filing.filed_columns import (
    APPLICATION,
    GROUP,
    ORGANIZATION,
    ORGANIZATION_TABLE,
    Kind,
    columns_for_change,
    fileable,
)
from brep_metrics.filing.filings import Filing, filings, find, relations
from brep_metrics.filing.records import record_texts
from brep_metrics.filing.states import Act, State, after
from brep_metrics.i18n import N_, Message
from brep_metrics.schema import load_schema
from brep_metrics.store.events import storable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from brep_metrics.filing.actors import Actor
    from brep_metrics.store import Store
    from brep_metrics.store.filings import Field

MAX_TEXT, MAX_TEXT_OF_APPLICANT = 20_000, 2_000
"""Characters of one field."""

MAX_BEGUN_BY_APPLICANT = 10
"""Filings that one applicant may begin within a day: each takes a number for good."""

NO_GENERATION = ""


@dataclass(frozen=True)
class Saved:
    """What became of an edit: the new version of each field that was saved; what is there of each that was not."""

    versions: Mapping[str, int]
    conflicts: Mapping[str, Field]


def start(
    store: Store,
    actor: Actor,
    table: str,
    group_id: str | None = None,
    *,
    kind: Kind = Kind.NEW,
    key: str | None = None,
    organization_id: str | None = None,
) -> Filing:
    """Begin a filing; the draft that the organization has of the same record already, if there is one.

    `organization_id` names for whom an evaluator hands in what came on paper; anybody else acts for their own.

    Raises:
        UsageError: the role of `actor` in the group does not file that, or there is no such record within it.

    """
    role = _role_to_file(actor, table, group_id, kind)
    organization = organization_id if actor.is_evaluator else actor.organization_id
    old, base = _record_to_change(store, actor, table, key, group_id, kind)
    found = _begun(store, actor, (table, group_id, key), organization)
    if actor.is_applicant:
        found, organization = _begun_applying(store, actor, table)
    if found is not None and found.kind is kind:
        return found
    id_ = store.filings.start(
        organization_id=organization,
        group_id=group_id or old.get(GROUP),
        table_name=table,
        key=key if kind is not Kind.NEW else None,
        kind=kind.value,
        base=base,
        old=old if kind is not Kind.NEW else {},
        who=actor.who,
        role=role,
    )
    return find(store, actor, id_)


def save(store: Store, actor: Actor, filing: Filing, edits: Mapping[str, tuple[str, int]]) -> Saved:
    """Save fields, each given as its text and the version that was seen, 0 for one never saved.

    Raises:
        UsageError: the filing takes no edits any more, a field is not the filer's to fill in, or a text is too long.

    """
    after(filing.state, Act.SAVE, relations(filing, actor), number=filing.number)
    _check_fields(filing, edits)
    if GROUP in edits and edits[GROUP][0].strip() in actor.recused:
        raise _not_theirs(filing.table)
    texts = {name: (storable(text) or "", seen) for name, (text, seen) in edits.items()}
    versions = store.filings.save(filing.id, texts, who=actor.who)
    if len(versions) == len(texts):
        return Saved(versions, {})
    return _with_conflicts(store, actor, filing, texts, versions)


def open_to_edit(filing: Filing) -> Collection[str]:
    """The names of the columns that its filer may fill in."""
    one = fileable(filing.role)[filing.table]
    if filing.kind is Kind.REMOVAL:
        return ()
    columns = one.columns if filing.kind is Kind.NEW else columns_for_change(one)
    return [column.name for column in columns if column.name != GROUP or filing.role == "evaluator"]


def own_record(
    store: Store, actor: Actor, table: str, key: str | None, group_id: str | None
) -> tuple[dict[str, str], str]:
    """The record that a filing is about, as far as it is within the filer's reach, and the generation at hand."""
    current = store.current()
    if current is None:
        return {}, NO_GENERATION
    found = None
    if key is not None:
        with store.read(current.id, as_of=max(current.date, current.latest)) as reading:
            found = record_texts(reading, table, key)
    if found is None or not is_own(found, actor, group_id):
        return {}, current.id
    return found, current.id


def is_own(record: Mapping[str, str], actor: Actor, group_id: str | None) -> bool:
    """Whether a record is within what `actor` may file in a group."""
    if actor.is_evaluator:
        return group_id is None or record.get(GROUP, group_id) == group_id
    if GROUP in record and record[GROUP] != group_id:
        return False
    if GROUP not in record or actor.role_in(group_id) == "member":
        return record.get(ORGANIZATION) == actor.organization_id
    return True


def begun(store: Store, actor: Actor, filing: Filing) -> Filing | None:
    """The draft that is open about the same record for the same organization."""
    return _begun(store, actor, (filing.table, filing.group_id, filing.key), filing.organization_id)


def _role_to_file(actor: Actor, table: str, group_id: str | None, kind: Kind) -> str:
    """The role in which `actor` files such records in the group."""
    role = actor.role_in(group_id)
    one = fileable(role).get(table) if role else None
    if role is None or one is None or kind not in one.kinds:
        raise _not_theirs(table)
    return role


def _record_to_change(
    store: Store, actor: Actor, table: str, key: str | None, group_id: str | None, kind: Kind
) -> tuple[dict[str, str], str]:
    """The same as `own_record`, but what is changed or removed must exist, and `actor` must not be recused from it."""
    old, base = own_record(store, actor, table, key, group_id)
    if kind is not Kind.NEW and not old:
        values = {"record": key or "", "table": table}
        raise UsageError(Message(N_("There is no record “{record}” in table “{table}”"), values))
    if old.get(GROUP) in actor.recused:
        raise _not_theirs(table)
    return old, base


def _with_conflicts(
    store: Store, actor: Actor, filing: Filing, texts: Mapping[str, tuple[str, int]], versions: Mapping[str, int]
) -> Saved:
    now = find(store, actor, filing.id)
    after(now.state, Act.SAVE, relations(now, actor), number=now.number)
    saved, conflicts = dict(versions), {}
    for name, (text, seen) in texts.items():
        found = now.fields.get(name)
        if name in versions or found is None:
            continue
        if (found.value, found.version, found.who) == (text, seen + 1, actor.who):
            # Saved before, when the answer of the database was lost.
            saved[name] = found.version
        else:
            conflicts[name] = found
    return Saved(saved, conflicts)


def _check_fields(filing: Filing, edits: Mapping[str, tuple[str, int]]) -> None:
    known = open_to_edit(filing)
    most = MAX_TEXT_OF_APPLICANT if filing.role == APPLICANT else MAX_TEXT
    for name, (text, _) in edits.items():
        if name not in known:
            raise UsageError(Message(N_("you may not fill in the column “{column}”"), {"column": name}))
        if len(text) > most:
            values = {"column": name, "count": most}
            raise UsageError(Message(N_("the text of “{column}” is longer than {count} characters"), values))


def _begun(
    store: Store, actor: Actor, record: tuple[str, str | None, str | None], organization: str | None
) -> Filing | None:
    if record[2] is None or organization is None:
        return None
    for one in filings(store, store.filings.open_drafts([organization])):
        if (one.table, one.group_id, one.key) == record and _mine(one, actor):
            return one
    return None


def _mine(filing: Filing, actor: Actor) -> bool:
    return (filing.role == "evaluator") == actor.is_evaluator


def _begun_applying(store: Store, actor: Actor, table: str) -> tuple[Filing | None, str | None]:
    """The open filing of an applicant's organization, or the organization for a new intention.

    Raises:
        UsageError: an intention is open, there is no organization for it yet, or too many were begun today.

    """
    own = filings(store, store.filings.drafts_by(actor.who))
    open_ = {one.table: one for one in own if one.state in OPEN_STATES}
    if table == ORGANIZATION_TABLE and table in open_:
        return open_[table], None
    if table == APPLICATION and table in open_:
        text = N_("a Record of Intention of yours is open: {number}")
        raise UsageError(Message(text, {"number": open_[table].number}))
    if store.filings.begun_since(actor.who, datetime.now(UTC) - timedelta(days=1)) >= MAX_BEGUN_BY_APPLICANT:
        raise UsageError(Message(N_("you have begun too many today; please try again tomorrow")))
    if table == ORGANIZATION_TABLE:
        return None, None
    # One that was entered with an earlier intention is in the network's tables, and is not filed a second time.
    brought = (one for one in own if brings_organization(one) and one.state is not State.WITHDRAWN)
    organization = next(brought, None)
    if organization is None:
        raise UsageError(Message(N_("fill in the data of your organization first")))
    return None, organization.number


def _not_theirs(table: str) -> UsageError:
    return UsageError(Message(N_("you may not file this: {table}"), {"table": _title(table)}))


def _title(table: str) -> object:
    tables = load_schema().tables
    return tables[table].title if table in tables else table
