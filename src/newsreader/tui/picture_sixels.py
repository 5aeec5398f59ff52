"""Sixels: whether a terminal shows them, and pictures made of them.

A sixel picture is drawn over cells, and goes where text is written over it (VT340's manual, chapter 14; xterm, foot,
mlterm, WezTerm and iTerm2 do so).
"""

import contextlib
import io
import os
import re
import select
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

ANSWER_SECONDS: Final = 0.1
"""How long xterm may take to say whether it shows sixels; it takes a millisecond or two."""

_TERMS: Final = ("foot", "mlterm", "contour", "yaft")
_PROGRAMS: Final = frozenset({"iTerm.app", "WezTerm"})
_WITHIN: Final = ("screen", "tmux")
_DEVICE_ATTRIBUTES: Final = "\x1b[c"
_ANSWER_RE: Final = re.compile(rb"\x1b\[\?([\d;]+)c")
_SIXEL: Final = b"4"
_COLOUR_RE: Final = re.compile(r"#\d+;2;\d+;\d+;\d+")
_FAULTS: Final = (OSError, SyntaxError, ValueError, EOFError)
_COLOURS: Final = 256


def has_sixels(environ: Mapping[str, str]) -> bool:
    """Whether this terminal shows sixels. Only xterm is asked, where that depends on how it was started."""
    term = environ.get("TERM", "")
    if environ.get("TMUX") or term.startswith(_WITHIN):
        return False
    if term.startswith(_TERMS):
        return True
    if environ.get("XTERM_VERSION"):  # the variables of a terminal in which it was started are still there
        return _says_so()
    return environ.get("TERM_PROGRAM") in _PROGRAMS


def _says_so() -> bool:
    """Ask the terminal for its primary device attributes; False where keys are waiting, which the answer follows."""
    try:
        import termios
        import tty

        handle = sys.stdin.fileno()
        before = termios.tcgetattr(handle)
    except (ImportError, OSError, ValueError, termios.error):
        return False
    if select.select([handle], [], [], 0)[0]:
        return False
    answer = b""
    try:
        tty.setcbreak(handle, termios.TCSANOW)
        os.write(sys.stdout.fileno(), _DEVICE_ATTRIBUTES.encode())
        end = time.monotonic() + ANSWER_SECONDS
        while not _ANSWER_RE.search(answer) and select.select([handle], [], [], max(end - time.monotonic(), 0))[0]:
            answer += os.read(handle, 64)
    except OSError:
        return False
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(handle, termios.TCSANOW, before)
    found = _ANSWER_RE.search(answer)
    return found is not None and _SIXEL in found[1].split(b";")


def sixel_pixels(data: bytes, size: tuple[int, int], background: tuple[int, int, int]) -> "Image | None":
    """A picture of `size` pixels with one palette, so that its parts match; None where it is damaged."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            opened.draft(None, size)
            picture = opened.convert("RGBA").resize(size, Image.Resampling.BILINEAR)
    except _FAULTS:
        return None
    ground = Image.new("RGBA", size, (*background, 255))
    whole = Image.alpha_composite(ground, picture).convert("RGB")
    return whole.quantize(colors=_COLOURS, method=Image.Quantize.MEDIANCUT)


def sixels(pixels: "Image", top: int, bottom: int) -> str:
    """The rows of pixels from `top` to before `bottom` as an escape sequence. It takes some hundredths of a second."""
    from textual_image._sixel import image_to_sixels

    sequence = image_to_sixels(pixels.crop((0, top, pixels.width, bottom)))
    # All colours first: xterm paints some wrongly that are defined between the pixels.
    head, first, body = sequence.partition("#")
    colours = _COLOUR_RE.findall(first + body)
    return head + "".join(colours) + _COLOUR_RE.sub(lambda colour: colour[0].partition(";")[0], first + body)


def placed(sequence: str, column: int, row: int) -> str:
    """`sequence` drawn from a cell of the screen, counted from 0; the cursor stays where it is."""
    return f"\x1b7\x1b[{row + 1};{column + 1}H{sequence}\x1b8"
