"""Where each key of a TOML text is: the parser of the standard library gives values without their lines.

The text must be valid TOML: it is walked, not checked, and values are left to the parser.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')[ \t]*""")
_SCALAR = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^,\]}#\n]+''',
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line (the first is 1) of every table, key and array item, under its path: `("indicator", 3, "weight")`."""
    return _Walker(text).walk()


class _Walker:
    """One pass over the text; `at` is how far it has come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [found.start() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.items: dict[Path, int] = {}

    def walk(self) -> dict[Path, int]:
        table: Path = ()
        self._skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._skip_blank()
        return self.lines

    def _header(self) -> Path:
        line, repeated = self._line(), self.text.startswith("[[", self.at)
        self.at += 2 if repeated else 1
        *above, last = self._keys()
        self.at += 2 if repeated else 1
        table: Path = ()
        for name in above:
            table = self._latest((*table, name))
        table = (*table, last)
        self._note(table, line)
        if repeated:
            self.items[table] = self.items.get(table, -1) + 1
            table = self._latest(table)
            self._note(table, line)
        return table

    def _latest(self, table: Path) -> Path:
        return (*table, self.items[table]) if table in self.items else table

    def _assignment(self, table: Path) -> None:
        line = self._line()
        path = table
        for name in self._keys():
            path = (*path, name)
            self._note(path, line)
        self.at += 1  # the sign "="
        self._skip_blank()
        self._value(path)

    def _value(self, path: Path) -> None:
        self._note(path, self._line())
        opening = self.text[self.at]
        if opening not in "[{":
            found = _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else len(self.text)
            return
        closing = "]" if opening == "[" else "}"
        self.at += 1
        self._skip_blank()
        item = 0
        while self.text[self.at] != closing:
            if opening == "[":
                self._value((*path, item))
                item += 1
            else:
                self._assignment(path)
            self._skip_blank()
            if self.text[self.at] == ",":
                self.at += 1
                self._skip_blank()
        self.at += 1

    def _keys(self) -> list[str]:
        names = []
        while found := _KEY.match(self.text, self.at):
            names.append(next(iter(tomllib.loads(f"{found[1]} = 0"))))
            self.at = found.end()
            if self.text[self.at] != ".":
                break
            self.at += 1
        return names

    def _note(self, path: Path, line: int) -> None:
        self.lines.setdefault(path, line)

    def _line(self) -> int:
        return bisect_right(self.newlines, self.at - 1) + 1

    def _skip_blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
