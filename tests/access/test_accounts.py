"""Accounts: who is known, and what is said of a file that is wrong."""

from __future__ import annotations

import pytest

from brep_metrics.access import (
    Account,
    Role,
    add_account,
    comparable,
    load_accounts,
    registered_accounts,
    remove_account,
)
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.store import open_store

GOOD = """
[[account]]
email = "Evaluator@example.org"
role = "evaluator"

[[account]]
email = "lead@example.org"
role = "lead"
organization = "org-1"
"""


def test_an_address_is_found_in_any_capitals(tmp_path):
    """Mail addresses are compared without regard to capitals."""
    path = tmp_path / "accounts.toml"
    path.write_text(GOOD, encoding="utf-8")
    accounts = load_accounts(path)
    assert accounts["evaluator@example.org"].role is Role.EVALUATOR
    assert accounts["lead@example.org"].organization == "org-1"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('role = "lead"', 'role = "leader"', 8),
        ('role = "evaluator"', 'role = "evaluator"\norganisation = "x"', 5),
        ('"lead@example.org"', '"lead"', 7),
        ('organization = "org-1"\n', "", 6),
        ("Evaluator@example.org", "LEAD@example.org", None),
        ("[[account]]", "[[account", None),
        ('organization = "org-1"\n', 'organization = "org-1"\n[settings]\nhours = 9\n', 10),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(tmp_path, old, new, line):
    """An unknown role or key, no address, a lead without organization, an address twice, broken TOML, another table."""
    path = tmp_path / "accounts.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(FaultsError) as refused:
        load_accounts(path)
    assert {fault.file for fault in refused.value.faults} == {"accounts.toml"}
    assert refused.value.faults[0].line == line


def test_an_address_beyond_ascii_is_found_exactly_as_it_is_written(tmp_path):
    """Other capitals of it, or another way to encode its letters, are another person's."""
    path = tmp_path / "accounts.toml"
    path.write_text('[[account]]\nemail = "Bo\u00df@example.org"\nrole = "evaluator"\n', encoding="utf-8")
    accounts = load_accounts(path)
    assert list(accounts) == ["Bo\u00df@example.org"]
    assert comparable("bo\u00df@example.org") not in accounts
    assert comparable("BOSS@example.org") not in accounts


@pytest.mark.parametrize(
    ("one", "other"), [("A@example.org", "a@EXAMPLE.org"), ("Bo\u00df@example.org", "bo\u00df@example.org")]
)
def test_two_entries_that_differ_in_capitals_are_refused(tmp_path, one, other):
    """Which of the two somebody is would be a matter of chance."""
    path = tmp_path / "accounts.toml"
    entries = [f'[[account]]\nemail = "{email}"\nrole = "evaluator"\n' for email in (one, other)]
    path.write_text("\n".join(entries), encoding="utf-8")
    with pytest.raises(FaultsError):
        load_accounts(path)


def test_a_file_that_is_not_there_is_a_matter_of_usage(tmp_path):
    """Exit code 2, as for every path that is not there."""
    with pytest.raises(UsageError, match=r"accounts\.toml"):
        load_accounts(tmp_path / "accounts.toml")


def test_the_register_keeps_role_and_organization(tmp_path):
    """An account given again replaces the one before; one that is not there cannot be taken away."""
    store = open_store(tmp_path / "store")
    add_account(store, Account(email="One@example.org", role=Role.MEMBER, organization="org-1"), who="operator")
    add_account(store, Account(email="two@example.org", role=Role.EVALUATOR), who="operator")
    add_account(store, Account(email="one@example.org", role=Role.LEAD, organization="org-2"), who="operator")
    found = registered_accounts(store)
    assert {email: (one.role, one.organization) for email, one in found.items()} == {
        "one@example.org": (Role.LEAD, "org-2"),
        "two@example.org": (Role.EVALUATOR, None),
    }
    with pytest.raises(UsageError, match=r"^the register has no account of three@example\.org$"):
        remove_account(store, "three@example.org", who="operator")
    remove_account(store, "ONE@example.org", who="operator")
    assert list(registered_accounts(store)) == ["two@example.org"]


def test_what_is_no_toml_is_told_with_the_place(tmp_path):
    """The reader of the file learns the line from the parser."""
    path = tmp_path / "accounts.toml"
    path.write_text("[[account]]\nemail =\n", encoding="utf-8")
    with pytest.raises(FaultsError) as refused:
        load_accounts(path)
    assert "line 2" in refused.value.faults[0].problem.text("en")
