"""Filing: those who have a fact hand it in, once, and see what became of it.

A filing asks for a new record, a change of one or its removal. It is written as a draft, checked like any file, handed
in, and entered by an evaluator as part of a load. Who may do what follows from `states` and from the members of the
groups today; what may be filed, from the marks of `sql/schema`.
"""

from brep_metrics.filing.actors import APPLICANT, Actor, acting, applicant
from brep_metrics.filing.applicants import apply_to_join, decide, decision_on
from brep_metrics.filing.application_parts import is_application, organization_of
from brep_metrics.filing.attachments import (
    KINDS,
    MAX_BYTES,
    MAX_FILES,
    attach,
    attachment_of,
    content,
    detach,
    erase,
)
from brep_metrics.filing.calendar import calendar, sentence
from brep_metrics.filing.checking import Checked, faults_of, faults_of_each
from brep_metrics.filing.demonstration import demonstrate_filings, filings_are_demonstrated
from brep_metrics.filing.drafts import MAX_TEXT, Saved, open_to_edit, save, start
from brep_metrics.filing.due import Due, Task, due
from brep_metrics.filing.effects import RawChange, effect_of, effect_on_network
from brep_metrics.filing.entering import check_entering, enter
from brep_metrics.filing.filed_columns import Fileable, Kind, columns_for_change, fileable
from brep_metrics.filing.files import Asked, check_files, file_files, submit_asked
from brep_metrics.filing.filings import (
    Filing,
    find,
    history_of_record,
    id_of,
    inbox,
    listing,
    may_read,
    number_of,
    relations,
)
from brep_metrics.filing.history import Entry, history
from brep_metrics.filing.obligations import create_series, extend
from brep_metrics.filing.states import TRANSITIONS, Act, Relation, State, after, may
from brep_metrics.filing.submitting import KEEPS_ITS_DAY, confirm, give_back, give_back_all, submit, withdraw
from brep_metrics.filing.threads import Post, Step, answer, escalate, next_steps, resolve, thread
from brep_metrics.filing.workbook import workbook

__all__ = [
    "APPLICANT",
    "KEEPS_ITS_DAY",
    "KINDS",
    "MAX_BYTES",
    "MAX_FILES",
    "MAX_TEXT",
    "TRANSITIONS",
    "Act",
    "Actor",
    "Asked",
    "Checked",
    "Due",
    "Entry",
    "Fileable",
    "Filing",
    "Kind",
    "Post",
    "RawChange",
    "Relation",
    "Saved",
    "State",
    "Step",
    "Task",
    "acting",
    "after",
    "answer",
    "applicant",
    "apply_to_join",
    "attach",
    "attachment_of",
    "calendar",
    "check_entering",
    "check_files",
    "columns_for_change",
    "confirm",
    "content",
    "create_series",
    "decide",
    "decision_on",
    "demonstrate_filings",
    "detach",
    "due",
    "effect_of",
    "effect_on_network",
    "enter",
    "erase",
    "escalate",
    "extend",
    "faults_of",
    "faults_of_each",
    "file_files",
    "fileable",
    "filings_are_demonstrated",
    "find",
    "give_back",
    "give_back_all",
    "history",
    "history_of_record",
    "id_of",
    "inbox",
    "is_application",
    "listing",
    "may",
    "may_read",
    "next_steps",
    "number_of",
    "open_to_edit",
    "organization_of",
    "relations",
    "resolve",
    "save",
    "sentence",
    "start",
    "submit",
    "submit_asked",
    "thread",
    "withdraw",
    "workbook",
]
