"""Bring the Chinese catalogue in line with the texts in the code: `make messages`.

New texts appear with an empty translation (a test fails on those), unused ones are dropped, and duplicates merge.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from brep_metrics.cli.lazy import every_help_text

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "brep_metrics"
CATALOGUE = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "brep.po"
HEADER = """\
# Chinese of brep_metrics; the words are those of the notice of 8 June 2021 and of the field. See `make messages`.
msgid ""
msgstr ""
"Language: zh\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Every text of the code, in the order of files and lines, then those of the help of its commands."""
    template = Catalog(project="brep-metrics")
    found = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS)
    for _, _, message, _, _ in sorted(found, key=lambda entry: (entry[0], entry[1])):
        template.add(message)
    for text in every_help_text():
        template.add(text)
    return template


def updated() -> Catalog:
    """The catalogue with the code's texts and no others."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh", ignore_obsolete=True)
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def main() -> None:
    """Rewrite the catalogue in place."""
    entries = BytesIO()
    write_po(entries, updated(), width=120, no_location=True, omit_header=True)
    CATALOGUE.write_text(HEADER + entries.getvalue().decode(), encoding="utf-8")


if __name__ == "__main__":
    main()
