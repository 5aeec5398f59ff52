"""What is pasted is text, whatever is in it.

xterm's control sequences, "Bracketed Paste Mode": pasted text stands between "CSI 200 ~" and "CSI 201 ~". Most
terminals take Esc out of it, but not all (tmux 3.3), and Textual takes up to 32 characters behind one for keys: of a
text with colours in it some would be commands.
"""

from typing import Final

_ESC: Final = "\x1b"
_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


class PasteFilter:
    """Takes Esc out of pasted text; input comes in pieces that may end anywhere."""

    def __init__(self) -> None:
        self._pasting = False
        self._before = ""
        """The last of what came outside, with which the start of pasted text may have begun."""
        self._held = ""
        """The last of pasted text, with which its end may have begun."""

    def passed(self, data: str) -> str:
        """What of `data` goes on to the parser: "" where its end has to be waited for."""
        parts: list[str] = []
        while data:
            data = self._paste(data, parts) if self._pasting else self._outside(data, parts)
        return "".join(parts)

    def _outside(self, data: str, parts: list[str]) -> str:
        """Pass on what comes before pasted text; the rest of `data`."""
        joined = self._before + data
        start = joined.find(_START)
        self._pasting = start >= 0
        end = start + len(_START) - len(self._before) if self._pasting else len(data)
        self._before = "" if self._pasting else joined[1 - len(_START) :]
        parts.append(data[:end])
        return data[end:]

    def _paste(self, data: str, parts: list[str]) -> str:
        """Pass on pasted text; the rest of `data`, which comes behind it."""
        data, self._held = self._held + data, ""
        text, end, rest = data.partition(_END)
        self._pasting = not end
        if self._pasting:
            begun = next((size for size in range(len(_END) - 1, 0, -1) if text.endswith(_END[:size])), 0)
            text, self._held = text[: len(text) - begun], text[len(text) - begun :]
        parts += (text.replace(_ESC, ""), end)
        return rest
