"""A browser that lies about its widgets: states of every kind for every widget and component of a page.

The page is drawn, once per message and not for ever, and the reader's next window is as before.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from websockets.sync.client import ClientConnection

MAX_RUNS = 6  # the run that was asked for, and the five that a click may lead to
SILENCE = 1.5  # seconds without a word, after which a page that is drawn again and again would have spoken
PAGES = ("overview", "rankings", "scorecard", "methodology", "data", "snapshots")
UNEXPECTED = b"Please give the operator of this dashboard the number"
DEEP = "[" * 5_000
FIRST_UNREADABLE = 5
CLAIMS = (
    '{"clicked": ["WG01"], "width": "narrow"}',
    '{"clicked": 7, "width": {"a": [1]}, "saved": 1, "done": 2}',
    '{"clicked": [[["x"]], null, {"a": 1}], "width": 1e999}',
    '{"clicked": "' + "x" * 10_000 + '"}',
    '{"__proto__": 1, "keys": 2, "get": 3}',
    "not JSON",
    "",
    DEEP,
)
EVENTS = (
    '[{"event": "clicked", "value": ["WG01"]}]',
    '[{"event": "clicked", "value": 7}, {"event": "width", "value": []}]',
    '[{"event": 5}, 7, null]',
    '{"event": "clicked", "value": {"a": 1}}',
    "[[[[]]]]",
    "not JSON",
    '[{"event": "clicked", "value": ' + "[" * 200 + "]" * 200 + "}]",
    "null",
)


def identities(received: list[ForwardMsg], kind: type[Message] = Message) -> list[str]:
    """The identities of the widgets of this kind that a run sent."""
    found: dict[str, None] = {}
    for one in received:
        if one.WhichOneof("type") == "delta":
            for part in _parts(one.delta):
                name = getattr(part, "id", None)
                if isinstance(part, kind) and isinstance(name, str) and name.startswith("$$"):
                    found[name] = None
    return list(found)


def _parts(message: Message) -> Iterator[Message]:
    yield message
    for field, value in message.ListFields():
        if field.message_type is not None and not field.message_type.GetOptions().map_entry:
            for one in [value] if isinstance(value, Message) else value:
                yield from _parts(one)


def of_any_kind(names: list[str], turn: int) -> Iterator[WidgetState]:
    """For each widget a number, a text, a list or JSON, whichever it really has."""
    for number, name in enumerate(names, turn):
        state = WidgetState(id=name)
        match number % 6:
            case 0:
                state.json_value = CLAIMS[turn]
            case 1:
                state.trigger_value = True
            case 2:
                state.double_value = (float("nan"), 1e308, -1.0)[number % 3]
            case 3:
                state.int_value = 2**62
            case 4:
                state.string_value = "<script>../../etc/passwd" * 50
            case _:
                state.string_array_value.data.extend(["WG01", "\x00", "x" * 1000])
        yield state


def of_components(names: list[str], turn: int) -> Iterator[WidgetState]:
    """For each component a state that it does not have, and events that did not happen."""
    for name in names:
        yield WidgetState(id=name, json_value=CLAIMS[turn])
        yield WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{name}__events", json_trigger_value=EVENTS[turn])


def runs_after(opened: ClientConnection, page: str, states: Iterator[WidgetState]) -> tuple[int, bytes]:
    """How many runs a claim makes, and all that they send."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.widget_states.widgets.extend(states)
    opened.send(message.SerializeToString())
    said, runs = b"", 0
    while runs <= MAX_RUNS:
        try:
            got = opened.recv(timeout=SILENCE if runs else 60)
        except TimeoutError:
            return runs, said
        said += got
        runs += ForwardMsg.FromString(got).WhichOneof("type") == "script_finished"
    pytest.fail("the page is drawn again and again")


@pytest.mark.slow
@pytest.mark.parametrize("email", ["evaluator@example.org", "lead@example.org"])
@pytest.mark.parametrize(("kind", "forged"), [(Message, of_any_kind), (BidiComponent, of_components)])
def test_forged_states(
    guarded, kind: type[Message], forged: Callable[[list[str], int], Iterator[WidgetState]], email: str
):
    """Components of our own take them for what they are; of others' widgets the worst is a sentence with a number."""
    with ThreadPoolExecutor(len(PAGES)) as windows:  # most of it is waiting for silence
        list(windows.map(lambda page: lie_about(guarded.browser(email), page, kind, forged), PAGES))


def lie_about(
    browser, page: str, kind: type[Message], forged: Callable[[list[str], int], Iterator[WidgetState]]
) -> None:
    """Every claim about every widget of a page, in one window."""
    with browser.window() as opened:
        browser.run(opened, page=page)
        names = identities(browser.received, kind)
        for turn in range(len(CLAIMS)):
            runs, said = runs_after(opened, page, forged(names, turn))
            assert runs >= 1
            assert b"Traceback" not in said
            assert b"/site-packages/" not in said
            # Where Streamlit itself cannot read a claim, the worst is a sentence with a number.
            assert UNEXPECTED not in said or kind is Message or turn >= FIRST_UNREADABLE, (page, turn)
    # What a window claimed stays its own: the next one of the same reader is as ever.
    with browser.window() as opened:
        browser.run(opened, page=page)
        assert identities(browser.received)
        assert UNEXPECTED not in b"".join(one.SerializeToString() for one in browser.received)


def test_the_pages_have_components_to_lie_about(guarded):
    """Else the test above would try nothing."""
    browser = guarded.browser("evaluator@example.org")
    with browser.window() as opened:
        browser.run(opened, page="rankings")
        assert identities(browser.received, BidiComponent)
