"""The rules, as one table: who may do what, and with how much of the data."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a person is to the evaluation. Nobody has an account as an applicant: that is who has none."""

    EVALUATOR = "evaluator"
    LEAD = "lead"
    MEMBER = "member"
    APPLICANT = "applicant"


class Reach(IntEnum):
    """How far an action goes, from nothing to the whole network."""

    NONE = 0
    ORGANIZATION = 1  # what the reader's own organization brought in
    GROUP = 2  # the groups of the reader's organization
    NETWORK = 3  # everything


class Action(StrEnum):
    """What a reader may want to do or see."""

    SEE_EVIDENCE = "see_evidence"  # the rows behind an indicator, and an indicator's own value
    SEE_PROVISIONAL_SCORES = "see_provisional_scores"  # score, grade and rank before they are published
    SEE_PUBLISHED_SCORES = "see_published_scores"
    SEE_DISTRIBUTION = "see_distribution"  # the other groups, without names, at least five at a time
    SEE_NEEDS = "see_needs"
    SEE_METHODOLOGY = "see_methodology"
    MAKE_SNAPSHOT = "make_snapshot"  # with what the reader sees of the network, and nothing else
    FILE = "file"  # hand in records of the group, or of the organization
    ATTACH = "attach"  # files to what one hands in
    ENTER_FILINGS = "enter_filings"  # or return them
    LOAD_DATA = "load_data"
    PUBLISH = "publish"
    READ_JOURNAL = "read_journal"
    NOTES = "notes"  # write notes on groups, and read those of others
    SEE_ROUND = "see_round"  # where the evaluation is, and one's own part in it


_N, _O, _G, _A = Reach.NONE, Reach.ORGANIZATION, Reach.GROUP, Reach.NETWORK

RULES: dict[Action, dict[Role, Reach]] = {
    action: dict(zip(Role, row, strict=True))
    for action, row in {
        # .                             evaluator  lead  member  applicant
        Action.SEE_EVIDENCE:                  (_A, _G, _N, _N),
        Action.SEE_PROVISIONAL_SCORES:        (_A, _N, _N, _N),
        Action.SEE_PUBLISHED_SCORES:          (_A, _G, _G, _N),
        Action.SEE_DISTRIBUTION:              (_A, _A, _A, _N),
        Action.SEE_NEEDS:                     (_A, _G, _O, _N),
        Action.SEE_METHODOLOGY:               (_A, _A, _A, _N),
        Action.MAKE_SNAPSHOT:                 (_A, _G, _N, _N),
        Action.FILE:                          (_A, _G, _O, _O),
        Action.ATTACH:                        (_A, _G, _O, _N),
        Action.ENTER_FILINGS:                 (_A, _N, _N, _N),
        Action.LOAD_DATA:                     (_A, _N, _N, _N),
        Action.PUBLISH:                       (_A, _N, _N, _N),
        Action.READ_JOURNAL:                  (_A, _N, _N, _N),
        Action.NOTES:                         (_A, _N, _N, _N),
        Action.SEE_ROUND:                     (_A, _G, _G, _N),
    }.items()
}  # fmt: skip


def reach(role: Role, action: Action) -> Reach:
    """How far `role` may go with `action`."""
    return RULES[action][role]


def allowed(role: Role, action: Action) -> bool:
    """Whether `role` may do `action` at all."""
    return reach(role, action) > Reach.NONE
