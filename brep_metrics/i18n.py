"""The two languages: one gettext catalogue, read from its `.po` source, for interface, command line and errors.

English is the source language, so its texts are in the code; `locale/zh/LC_MESSAGES/brep.po` holds the Chinese.
Data that are bilingual themselves (names, titles of a methodology) are `Title` values and never pass the catalogue.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE_DIRECTORY = Path(__file__).parent / "locale"


@cache
def translator(language: Language) -> gettext.NullTranslations:
    """The catalogue of one language; thread-safe and shared, since it never changes while the process lives."""
    # Imported only for a language that has a catalogue: English has none and should not wait for it.
    source = LOCALE_DIRECTORY / language / "LC_MESSAGES" / "brep.po"
    if not source.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True)
class Message:
    """A text of the catalogue with its values, not yet in any language.

    Construct it as `Message(N_("{count} rows"), {"count": 3})`; a value that is itself a `Message` or `Title` is
    translated along with it.
    """

    id: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The text in `language`."""
        filled = {
            name: value.text(language) if isinstance(value, Message | Title) else value
            for name, value in self.values.items()
        }
        return translator(language).gettext(self.id).format(**filled)

    def __str__(self) -> str:
        """English, for logs and tracebacks."""
        return self.text("en")


@dataclass(frozen=True)
class Title:
    """A bilingual text that comes with the data; the other language is used where one is absent."""

    zh: str | None = None
    en: str | None = None

    def text(self, language: Language) -> str:
        """The text in `language`, or in the other one, or empty."""
        wanted, other = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return wanted or other or ""


def own_part(title: str, language: Language) -> str:
    """The reader's part of a title that was entered as `中文 / English`; a title in one language stays as it is."""
    chinese, slash, english = title.partition(" / ")
    if not slash:
        return title
    return chinese if language == "zh" else english


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a text that is translated later
    """Mark a text for the catalogue without translating it yet."""
    return text


def listed(items: Iterable[str], language: Language) -> str:
    """Things of one kind in a row: `a, b, c`."""
    return ("、" if language == "zh" else ", ").join(items)


def phrases(items: Iterable[str], language: Language) -> str:
    """Parts of one statement in a row: `a, b, c`."""
    return ("，" if language == "zh" else ", ").join(items)


def clauses(items: Iterable[str], language: Language) -> str:
    """Statements in a row: `a; b; c`."""
    return ("；" if language == "zh" else "; ").join(items)
