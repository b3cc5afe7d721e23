"""The options that commands share, each declared once."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brep_metrics.errors import UsageError
from brep_metrics.i18n import LANGUAGES, N_, Language, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEFAULT_STORE = "data/store"
_LANGUAGE_OF_CALL: ContextVar[Language | None] = ContextVar("language of this call of the program", default=None)
_WHOLE_NUMBER = re.compile("0|-?[1-9][0-9]{0,18}")


class OutputFormat(StrEnum):
    """How data are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class LanguageChoice(StrEnum):
    """The values of `--lang`."""

    ZH = "zh"
    EN = "en"


def environment_language() -> Language:
    """The language of the terminal: `BREP_LANG`, else the locale, else English."""
    for name in ("BREP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        for language in LANGUAGES:
            if value.lower().startswith(language):
                return language
    return "en"


def as_language(choice: LanguageChoice | None) -> Language:
    """The language asked for, by the command's own option or the program's before it; else the terminal's."""
    if choice is None:
        return _LANGUAGE_OF_CALL.get() or environment_language()
    return "zh" if choice is LanguageChoice.ZH else "en"


@contextmanager
def called_in(language: Language) -> Iterator[None]:
    """Let commands speak a language while the block runs, where their own option does not name one."""
    token = _LANGUAGE_OF_CALL.set(language)
    try:
        yield
    finally:
        _LANGUAGE_OF_CALL.reset(token)


def language_of(arguments: list[str]) -> Language:
    """The language that a command line asks for, read before the line itself is."""
    for position, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[position + 1] if position + 1 < len(arguments) else "")
            if value in list(LanguageChoice):
                return as_language(LanguageChoice(value))
    return as_language(None)


def whole_number(least: int, most: int) -> Callable[[object], int]:
    """A parser of an option: digits of ASCII alone, so that each number is spelled one way, within bounds.

    Typer's own takes `1_0`, `10.0` and blanks around it as well.
    """

    def parse(given: object) -> int:
        text = str(given)  # a default comes as a number
        if _WHOLE_NUMBER.fullmatch(text) and least <= int(text) <= most:
            return int(text)
        values = {"text": text, "least": least, "most": most}
        raise UsageError(Message(N_("“{text}” is not a whole number from {least} to {most}"), values))

    return parse


StoreOption = Annotated[
    str, typer.Option("--store", envvar="BREP_STORE", metavar="PATH", help="Where the data are kept.")
]
LanguageOption = Annotated[LanguageChoice | None, typer.Option("--lang", help="Language of the output: zh or en.")]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="How to print the result.")]
GenerationOption = Annotated[
    str | None,
    typer.Option("--generation", metavar="G", help="Which generation; the current one if empty."),
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="P", help="2025, 2025H1, 2025Q3 or 2021-07..2026-06.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="See only what NEA had received by this date.")
]
MethodologyOption = Annotated[
    Path | None, typer.Option("--methodology", metavar="FILE", help="The methodology; brep-annual if empty.")
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="E-MAIL", help="For whom you act; both of you are in the journal. Yourself if empty."),
]
