"""The help of every command in the reader's language: what the commands say of themselves, and typer's own words.

A command's docstring and the `help=` of its options are texts of the catalogue like any other; they are
found by walking the commands, so that nobody need mark them.
"""

from __future__ import annotations

import inspect
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import typer

from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.i18n import Language

_PARAGRAPH = "\n\n"
_USAGE, _HELP_OPTION = N_("Usage: "), N_("Show this help and exit.")
_METAVARS = {"options_metavar": N_("[OPTIONS]"), "subcommand_metavar": N_("COMMAND [ARGS]...")}
_TYPERS_OWN_WORDS = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "ENVVAR_STRING": N_("[environment: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}


def help_texts(command: Any) -> Iterator[str]:  # noqa: ANN401 - typer's own class is private
    """Every paragraph that the help of a command and of those below it shows, in English."""
    for owner, attribute in _texts_of(command):
        yield from _paragraphs(getattr(owner, attribute))


def speak(command: Any, language: Language) -> None:  # noqa: ANN401 - as above
    """Put a command and those below it, made anew for this call of the program, into a language."""
    gettext = translator(language).gettext
    for owner, attribute in _texts_of(command):
        setattr(owner, attribute, _PARAGRAPH.join(map(gettext, _paragraphs(getattr(owner, attribute)))))
    for one in _with_those_below(command):
        one.context_class = _context_in(language)
        for attribute, text in _METAVARS.items():
            if getattr(one, attribute, None):
                setattr(one, attribute, gettext(text))


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in inspect.cleandoc(text).split(_PARAGRAPH)]


def _with_those_below(command: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from _with_those_below(below)


def _texts_of(command: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401 - as above
    for one in _with_those_below(command):
        for owner in (one, *one.params):
            yield from ((owner, name) for name in ("help", "short_help", "epilog") if getattr(owner, name, None))


@cache
def _context_in(language: Language) -> type[typer.Context]:
    """A context whose usage line, option `--help` and headings are in a language; typer takes no texts for them."""
    gettext = translator(language).gettext
    plain: Any = typer.Context.formatter_class

    class Formatter(plain):  # type: ignore[misc]  # typer's own class is private
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, gettext(_USAGE) if prefix is None else prefix)

    class Context(typer.Context):
        formatter_class = Formatter

        def __init__(self, command: Any, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as above
            super().__init__(command, *arguments, **options)
            if option := command.get_help_option(self):
                option.help = gettext(_HELP_OPTION)

        def make_formatter(self) -> Any:  # noqa: ANN401 - as above
            # What draws the help is imported, which takes long, just before the usage line is asked for.
            if drawing := sys.modules.get("typer.rich_utils"):
                for name, text in _TYPERS_OWN_WORDS.items():
                    setattr(drawing, name, gettext(text))
            return super().make_formatter()

    return Context
