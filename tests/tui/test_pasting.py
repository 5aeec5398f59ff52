"""What is pasted is text, whatever is in it."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from newsreader.tui.background import ListeningParser
from newsreader.tui.pasting import PasteFilter

START, END = "\x1b[200~", "\x1b[201~"


def heard(pieces: Iterable[str]) -> list[Message]:
    parser = ListeningParser(now=lambda: 0.0)
    return [message for piece in pieces for message in parser.feed(piece)]


@pytest.mark.parametrize("pasted", ["red \x1b[31mdddd", "\x1b", "a\x1bb", "\x1b\x1b[20", "\x1b[3", "plain", ""])
def test_no_part_of_what_is_pasted_is_a_key(pasted: str) -> None:
    messages = heard([f"j{START}{pasted}{END}k"])
    assert [message.key for message in messages if isinstance(message, Key)] == ["j", "k"]
    assert [message.text for message in messages if isinstance(message, Paste)] == [pasted.replace("\x1b", "")]


_TEXT = st.text(st.sampled_from("ab\x1b[201~"), max_size=20).filter(lambda text: END not in text)


@given(_TEXT, st.lists(st.integers(1, 4), max_size=60))
def test_pieces_of_any_size_are_the_same(pasted: str, sizes: list[int]) -> None:
    whole = f"x{START}{pasted}{END}y\x1b[A{START}{END}z"
    pieces, rest = [], whole
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]
    pieces.append(rest)
    passing = PasteFilter()
    passed = "".join(passing.passed(piece) for piece in pieces)
    end = whole.index(END, len(START) + 1)
    inside = whole[len(START) + 1 : end].replace("\x1b", "")
    assert passed == f"x{START}{inside}{whole[end:]}"
