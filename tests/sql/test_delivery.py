"""Rows in, rows out: plan items and the participation of members."""

from datetime import date

DUE = date(2025, 6, 30)


def item(code, *, due=DUE, first_due=None, completed=None, withdrawn=None, organization=None, group="g1"):
    return {
        "plan_item_id": code, "group_id": group, "organization_id": organization, "title": code,
        "work_content": "technical_cooperation", "due_on": due, "first_due_on": first_due, "completed_on": completed,
        "withdrawn_on": withdrawn,
    }  # fmt: skip


def member(organization, joined, left=None, role="participant", group="g1"):
    return {
        "group_id": group, "organization_id": organization, "joined_on": joined, "left_on": left, "role": role,
    }  # fmt: skip


def activity(organizations, held=date(2025, 5, 1), group="g1"):
    return {
        "activity_id": f"a-{held}", "group_id": group, "work_content": "other", "title": "a", "held_on": held,
        "organization_ids": organizations,
    }  # fmt: skip


def test_items_due_in_the_period_count_whenever_they_were_completed(indicators):
    as_of = date(2026, 1, 15)
    items = [
        item("done", completed=date(2025, 6, 1)),
        item("done-later", completed=date(2026, 1, 10)),
        item("done-after-as-of", completed=date(2026, 1, 16)),
        item("open"),
        item("last-year", due=date(2024, 12, 31)),
    ]
    assert indicators.rows("plan_completion", {"plan_item": items}, as_of=as_of) == [
        ("g1", "plan_item", "done", "technical_cooperation", 1, 1),
        ("g1", "plan_item", "done-after-as-of", "technical_cooperation", 0, 1),
        ("g1", "plan_item", "done-later", "technical_cooperation", 1, 1),
        ("g1", "plan_item", "open", "technical_cooperation", 0, 1),
    ]


def test_items_not_yet_due_do_not_count(indicators):
    items = [item("today"), item("tomorrow", due=date(2025, 7, 1), completed=date(2025, 6, 1))]
    assert indicators.parts("plan_completion", {"plan_item": items}, as_of=DUE) == {"today": (0, 1)}
    assert indicators.parts("plan_delay", {"plan_item": [items[0]]}, as_of=DUE) == {"today": (0, None)}


def test_delay_runs_from_the_due_date_and_is_capped_at_180_days(indicators):
    as_of = date(2026, 6, 30)
    items = [
        item("early", completed=date(2025, 6, 1)),
        item("ten-late", completed=date(2025, 7, 10)),
        item("very-late", completed=date(2026, 3, 1)),
        item("open", due=date(2025, 12, 31)),
        item("long-open"),
    ]
    assert indicators.parts("plan_delay", {"plan_item": items}, as_of=as_of) == {
        "early": (0, None), "ten-late": (10, None), "very-late": (180, None), "open": (180, None),
        "long-open": (180, None),
    }  # fmt: skip
    assert indicators.parts("plan_delay", {"plan_item": items[3:4]}, as_of=date(2026, 1, 20)) == {"open": (20, None)}


def test_a_due_date_that_was_moved_changes_no_figure(indicators):
    """Completion, delay and participation count from the first due date, whatever it was moved to."""
    as_of = date(2026, 1, 15)
    joined = {"membership": [member("o", date(2023, 1, 1))]}
    moved = [item("a", due=date(2026, 3, 1), first_due=DUE, organization="o")]
    left = [item("a", organization="o")]
    for code in ("plan_completion", "plan_delay", "members_active"):
        figures = [indicators.parts(code, {"plan_item": items, **joined}, as_of=as_of) for items in (moved, left)]
        assert figures[0] == figures[1]
        assert len(figures[0]) == 1


def test_a_withdrawn_item_stays_in_the_base(indicators):
    """Otherwise withdrawing what is late would raise the share of what was completed."""
    items = [item("kept", completed=DUE), item("withdrawn", withdrawn=date(2025, 5, 1))]
    assert indicators.parts("plan_completion", {"plan_item": items}, as_of=date(2026, 1, 15)) == {
        "kept": (1, 1),
        "withdrawn": (0, 1),
    }


def test_a_participant_is_active_through_an_item_or_an_activity_of_its_group_in_the_period(indicators):
    joined = date(2023, 1, 1)
    tables = {
        "membership": [member(code, joined) for code in ("item", "activity", "elsewhere", "earlier", "idle")],
        "plan_item": [
            item("1", organization="item"),
            item("2", organization="elsewhere", group="g2"),
            item("3", organization="earlier", due=date(2024, 5, 1)),
        ],
        "activity": [activity(["activity", "stranger"])],
    }
    assert indicators.rows("members_active", tables) == [
        ("g1", "membership", "g1/activity/2023-01-01", "activity", 1, 1),
        ("g1", "membership", "g1/earlier/2023-01-01", "earlier", 0, 1),
        ("g1", "membership", "g1/elsewhere/2023-01-01", "elsewhere", 0, 1),
        ("g1", "membership", "g1/idle/2023-01-01", "idle", 0, 1),
        ("g1", "membership", "g1/item/2023-01-01", "item", 1, 1),
    ]


def test_one_row_a_membership_however_often_it_took_part(indicators):
    tables = {
        "membership": [member("o", date(2023, 1, 1))],
        "plan_item": [item("1", organization="o"), item("2", organization="o")],
        "activity": [activity(["o", "o"]), activity(["o"], held=date(2025, 6, 1))],
    }
    assert indicators.parts("members_active", tables) == {"g1/o/2023-01-01": (1, 1)}


def test_members_count_after_six_months_and_when_they_left_within_the_period(indicators):
    """Shedding idle members does not help; one that left before the period, a lead or a newcomer is no matter."""
    tables = {
        "membership": [
            member("six-months", date(2025, 6, 30)),
            member("newcomer", date(2025, 7, 1)),
            member("left-within", date(2023, 1, 1), left=date(2025, 3, 1)),
            member("left-before", date(2023, 1, 1), left=date(2025, 1, 1)),
            member("short-stay", date(2025, 1, 1), left=date(2025, 5, 1)),
            member("lead", date(2023, 1, 1), role="lead"),
        ]
    }
    parts = indicators.parts("members_active", tables)
    assert parts == {"g1/six-months/2025-06-30": (0, 1), "g1/left-within/2023-01-01": (0, 1)}


def test_six_months_are_counted_up_to_the_as_of_date_within_a_running_period(indicators):
    tables = {"membership": [member("o", date(2025, 1, 1))]}
    assert indicators.parts("members_active", tables, as_of=date(2025, 6, 30)) == {}
    assert indicators.parts("members_active", tables, as_of=date(2025, 7, 1)) == {"g1/o/2025-01-01": (0, 1)}
