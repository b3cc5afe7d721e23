"""The catalogue is whole: every text of the code has its Chinese, with the same placeholders."""

from __future__ import annotations

import importlib.util
import re
import string
from pathlib import Path

import pytest

from brep_metrics.i18n import LANGUAGES, N_, Message, Title

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def texts():
    """The messages of the code with their Chinese, through the tool that maintains the catalogue."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / ".ci" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [message for message in module.updated() if message.id]


def test_every_text_of_the_code_is_translated(texts):
    """No text of the interface, the command line or an error is left in English only."""
    missing = [message.id for message in texts if not all(_as_tuple(message.string))]
    assert not missing


def test_a_translation_has_the_placeholders_of_its_text(texts):
    """A value that the English shows is shown in Chinese too, and no other is asked for."""
    wrong = [
        message.id
        for message in texts
        for translated in _as_tuple(message.string)
        if _placeholders(translated) != _placeholders(_as_tuple(message.id)[-1])
    ]
    assert not wrong


def test_the_catalogue_holds_no_text_that_the_code_has_not(texts):
    """A text that left the code leaves the catalogue too: `make messages` has been run."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only this test reads the file itself

    path = ROOT / "brep_metrics" / "locale" / "zh" / "LC_MESSAGES" / "brep.po"
    with path.open("rb") as file:
        stored = {message.id for message in read_po(file, locale="zh") if message.id}
    assert stored == {message.id for message in texts}


def test_a_message_translates_the_messages_within_it():
    """A value that is a message or a bilingual title follows the language of the whole."""
    message = Message(N_("expected {what}"), {"what": Title(zh="日期", en="a date")})
    assert message.text("en") == "expected a date"
    assert message.text("zh") == "应为日期"


def test_a_title_falls_back_to_the_other_language():
    """A name that exists in one language only is shown in that one rather than not at all."""
    assert [Title(zh="油气").text(language) for language in LANGUAGES] == ["油气", "油气"]
    assert Title().text("en") == ""


def _as_tuple(text):
    return text if isinstance(text, tuple) else (text,)


def _placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_text_hides_within_an_f_string():
    """The extraction does not look into f-strings on every Python, so a text in one would never be translated."""
    hidden = [
        f"{path.relative_to(ROOT)}: {call.group()}"
        for path in (ROOT / "brep_metrics").rglob("*.py")
        for call in re.finditer(r"""\{(?:_|[\w.]*gettext)\(['"]""", path.read_text("utf-8"))
    ]
    assert not hidden
