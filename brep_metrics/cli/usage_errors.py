"""Wrong usage of the command line, as typer finds it, in our own words and the reader's language.

Typer has its sentences in English only. Each is recognised here and said anew; a test provokes all of them.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer import TyperException

    from brep_metrics.i18n import Language

    Sentences = Sequence[tuple[str, str]]

_REASONS: Sentences = (
    (r"Input should be a valid integer.*|Unable to parse input string as an integer.*", N_("not a whole number")),
    (r"Input should be a valid number.*", N_("not a number")),
    (r"Input should be greater than or equal to (?P<least>.+)", N_("at least {least}")),
    (r"Input should be less than or equal to (?P<limit>.+)", N_("at most {limit}")),
    (r"(?:Value error, )?(?P<value>.+) is not one of (?P<values>.+)\.", N_("{value} is not one of {values}")),
)
_SENTENCES: Sentences = (
    (r"Invalid value for (?P<name>'.+?'): (?P<reason>.+)", N_("{name}: {reason}")),
    (r"Missing \w+ (?P<name>'.+?')\. Choose from:(?P<values>.+)", N_("{name} is missing; one of {values}")),
    (r"Missing \w+ (?P<name>'.+?')\.", N_("{name} is missing")),
    (r"Missing command\.", N_("the command is missing")),
    (
        r"No such option: (?P<name>\S+) \(Possible options: (?P<values>.+)\)",
        N_("there is no option {name}; did you mean {values}?"),
    ),
    (r"No such option: (?P<name>.+)", N_("there is no option {name}")),
    (
        r"No such command (?P<name>'.+?')\. Did you mean (?P<values>.+)\?",
        N_("there is no command {name}; did you mean {values}?"),
    ),
    (r"No such command (?P<name>'.+?')\.", N_("there is no command {name}")),
    (r"Got unexpected extra argument\(s\) \((?P<values>.+)\)", N_("more arguments than the command takes: {values}")),
    (r"Option (?P<name>'.+?') requires .+\.", N_("{name} needs a value")),
    (r"Option (?P<name>'.+?') does not take a value\.", N_("{name} takes no value")),
)
_LIST_ITEMS = re.compile(r"\s*,\s*")


def report_usage_error(error: TyperException, language: Language) -> None:
    """Print how the command is used and what is wrong, on stderr; nothing where the help was printed instead."""
    text = error.format_message().strip()
    if not text:
        return
    context: Any = getattr(error, "ctx", None)
    if context is not None:
        print(context.get_usage(), file=sys.stderr)
        hint = Message(N_("`{command} --help` says more"), {"command": context.command_path})
        print(hint.text(language), file=sys.stderr)
    print(in_own_words(text).text(language), file=sys.stderr)


def in_own_words(text: str) -> Message:
    """A sentence of typer's as a text of the catalogue; one that is not known is kept within one."""
    return _of(_SENTENCES, text) or Message(N_("wrong usage: {text}"), {"text": text})


def _of(sentences: Sentences, text: str) -> Message | None:
    for pattern, own in sentences:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            values: dict[str, object] = {name: _tidy(value) for name, value in found.groupdict().items()}
            if reason := found.groupdict().get("reason"):
                values["reason"] = _of(_REASONS, reason) or Message(N_("not a valid value"))
            return Message(own, values)
    return None


def _tidy(values: str) -> str:
    return ", ".join(_LIST_ITEMS.split(values.strip())).replace("'", "")
