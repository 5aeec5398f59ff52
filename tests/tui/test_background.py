"""The terminal's answer about its background, among the keys."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key
from textual.message import Message

from newsreader.tui.background import BackgroundTold, ListeningParser, can_be_asked, is_light

WHITE = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"


class Typed:
    """A parser whose clock is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.parser = ListeningParser(now=lambda: self.now)

    def heard(self, *chunks: str) -> list[Message]:
        return [message for chunk in chunks for message in self.parser.feed(chunk)]

    def after(self, seconds: float) -> list[Message]:
        self.now += seconds
        return list(self.parser.tick())


def keys(messages: Sequence[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, Key)]


def told(messages: Sequence[Message]) -> list[bool]:
    return [message.light for message in messages if isinstance(message, BackgroundTold)]


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        ("rgb:ffff/ffff/ffff", True),
        ("rgb:fd/f6/e3", True),
        ("rgb:0000/2b2b/3636", False),
        ("rgb:0/0/0", False),
        ("rgba:0000/0000/0000/ffff", False),
        ("rgb:ffffff", None),
        ("?", None),
    ],
)
def test_a_colour_is_light_or_dark(colour: str, light: bool | None) -> None:
    assert is_light(colour) is light


@pytest.mark.parametrize("end", ["\x07", "\x1b\\"])
def test_the_answer_is_heard_and_the_keys_around_it_are_keys(end: str) -> None:
    messages = Typed().heard(f"jk\x1b]11;rgb:0000/0000/0000{end}n\x1b[A")
    assert (told(messages), keys(messages)) == ([False], ["j", "k", "n", "up"])


@given(st.sets(st.integers(1, len(WHITE) + 1)))
def test_an_answer_in_pieces_is_no_key(cuts: set[int]) -> None:
    text = f"j{WHITE}k"
    places = [0, *sorted(cuts), len(text)]
    messages = Typed().heard(*(text[a:b] for a, b in pairwise(places) if a < b))
    assert (told(messages), keys(messages)) == ([True], ["j", "k"])


@given(st.sets(st.integers(1, 20).filter(lambda cut: cut not in (2, 3, 12, 13))))  # a lone Esc is the key
def test_a_change_is_heard_at_any_time_and_is_no_key_in_pieces_either(cuts: set[int]) -> None:
    text = "j\x1b[?997;2nk\x1b[?997;1n"
    places = [0, *sorted(cuts), len(text)]
    typed = Typed()
    typed.now = 100.0
    messages = typed.heard(*(text[a:b] for a, b in pairwise(places) if a < b))
    assert (told(messages), keys(messages)) == ([True, False], ["j", "k"])


def test_an_answer_that_is_no_colour_is_no_key() -> None:
    messages = Typed().heard("\x1b]11;what?\x07j")
    assert (told(messages), keys(messages)) == ([], ["j"])


def test_the_rest_of_a_lost_answer_is_no_key() -> None:
    typed = Typed()
    assert keys(typed.heard("\x1b]11;rgb:ff")) == []
    assert keys(typed.after(5)) == []
    assert keys(typed.heard("j")) == ["j"]


def test_a_long_text_that_begins_like_an_answer_holds_nothing_back() -> None:
    assert keys(Typed().heard("\x1b]11;" + "x" * 100, "j"))[-2:] == ["x", "j"]


def test_escape_is_a_key_while_the_answer_is_awaited() -> None:
    typed = Typed()
    assert keys(typed.heard("\x1b")) == []
    assert keys(typed.after(0.2)) == ["escape"]
    assert keys(typed.heard("\x1b", "[A")) == ["up"]


@pytest.mark.parametrize(("term", "can"), [("xterm-256color", True), ("tmux-256color", True), ("linux", False)])
def test_a_terminal_that_would_show_the_question_is_not_asked(term: str, can: bool) -> None:
    assert can_be_asked({"TERM": term}) is can
