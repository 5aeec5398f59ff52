"""Whether the terminal is light: asked without waiting, heard among the keys, and heard again when that changes.

xterm's control sequences, "OSC 11": the question is answered by the colour in the form "rgb:ffff/ffff/ffff", sent as if
it were typed. It may come late, in pieces, or never; no part of it is ever a key.

Contour's "VT extensions", "Color Palette Update Notifications": in mode 2031 "CSI ? 997 ; 1 n" says that the terminal
has become dark, "CSI ? 997 ; 2 n" light. Terminals that do not know the mode pass it over.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from textual import constants
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.events import Key
from textual.message import Message

from newsreader.tui.pasting import PasteFilter

QUESTION: Final = "\x1b]11;?\x1b\\"
TELL_CHANGES: Final = "\x1b[?2031h"
TELL_NO_CHANGES: Final = "\x1b[?2031l"
AWAITED_SECONDS: Final = 2.0
"""So long after the question an Esc may begin the answer: the key then waits for as long as Textual makes it wait."""

LONGEST_ANSWER: Final = 64
PIECES_SECONDS: Final = 1.0
"""How far apart the pieces of one answer may come."""

_BEGIN: Final = "\x1b]11;"
_CHANGE: Final = "\x1b[?997;"
_LEAST_OF_CHANGE: Final = 3
"""Characters of its beginning, with which no key begins."""

_CHANGE_BEGUN_RE: Final = re.compile(r"\x1b\[\?997;[12]?$")
_ANSWER_RE: Final = re.compile(r"\x1b\]11;([^\x07\x1b]*)(?:\x07|\x1b\\)|\x1b\[\?997;([12])n")
_COLOUR_RE: Final = re.compile(r"rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]{1,4})?")


class BackgroundTold(Message):
    """The terminal has said what colour it has behind the text."""

    def __init__(self, *, light: bool) -> None:
        super().__init__()
        self.light = light


def is_light(colour: str) -> bool | None:
    """Whether "rgb:RRRR/GGGG/BBBB", of one to four digits each, is nearer to white; None: it is no colour."""
    match = _COLOUR_RE.fullmatch(colour)
    if match is None:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in match.groups())
    return bool(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)  # the weights of ITU-R BT.601


class ListeningParser(XTermParser):
    """Textual's parser of what comes from the terminal, which takes the answer out first."""

    def __init__(self, debug: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(debug)
        self._now = now
        self._awaited_until = now() + AWAITED_SECONDS
        self._held = ""
        self._held_until = 0.0
        self._pastes = PasteFilter()

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        if not (data := self._pastes.passed(data)):
            return
        data, self._held = self._held + data, ""
        while match := _ANSWER_RE.search(data):
            yield from self._pass_on(data[: match.start()])
            data = data[match.end() :]
            if match[2] is not None:
                yield BackgroundTold(light=match[2] == "2")
                continue
            self._awaited_until = 0.0
            if (light := is_light(match[1])) is not None:
                yield BackgroundTold(light=light)
        keep = self._beginning(data)
        if keep < len(data):
            self._held = data[keep:]
            wait = PIECES_SECONDS if self._held.startswith(_BEGIN) else constants.ESCAPE_DELAY
            self._held_until = self._now() + wait
        yield from self._pass_on(data[:keep])

    def tick(self) -> Iterable[Message]:
        if self._held and self._now() >= self._held_until:
            held, self._held = self._held, ""
            if held == "\x1b":
                yield Key("escape", held)  # it has waited long enough to be no more than that
            elif not held.startswith(_BEGIN):  # the rest of an answer is lost; that is no key either
                yield from self._pass_on(held)
        yield from super().tick()

    def _pass_on(self, data: str) -> Iterable[Message]:
        if data:
            yield from super().feed(data)

    def _beginning(self, data: str) -> int:
        """Where an answer begins whose end has not come, the end of `data` where none does."""
        begun = data.rfind(_BEGIN)
        if begun >= 0 and len(data) - begun <= LONGEST_ANSWER:
            return begun
        if change := _CHANGE_BEGUN_RE.search(data):
            return change.start()
        shortest = 1 if self._now() < self._awaited_until else 2
        for begin, least in ((_BEGIN, shortest), (_CHANGE, _LEAST_OF_CHANGE)):
            for length in range(min(len(begin) - 1, len(data)), least - 1, -1):
                if data.endswith(begin[:length]):
                    return len(data) - length
        return len(data)


def can_be_asked(environ: Mapping[str, str]) -> bool:
    """Whether this terminal knows such questions, or at least does not show them."""
    return environ.get("TERM") not in ("linux", "dumb")


def listen(driver: type[Driver]) -> type[Driver]:
    """`driver`, whose input is from now on parsed by ListeningParser; it makes its parser itself, by this name."""
    module = sys.modules[driver.__module__]
    if getattr(module, "XTermParser", None) is XTermParser:
        setattr(module, "XTermParser", ListeningParser)  # noqa: B010
    return driver
