"""A kept picture in lines of cells: as half-blocks on any terminal, or through kitty's graphics.

Nothing but numbers and base64 goes into an escape sequence: no file names, no addresses, no text of a feed.
"""

import base64
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.core.images import PictureSize, may_have_graphics
from newsreader.tui.picture_sixels import has_sixels

if TYPE_CHECKING:
    from PIL.Image import Image

Graphics = Literal["half-blocks", "kitty", "sixel"]

CSS_CELL: Final = 10
"""CSS pixels to a cell: how wide a picture is that has the room for it."""

MOST_CELLS: Final = 250
"""Columns and rows of a picture; kitty's placeholders can count a little further."""

MOST_UPLOADED: Final = 1_200
"""Pixels of the longer side of a picture as it is sent to the terminal, which makes it as large as its cells."""

_UPPER_HALF: Final = "▀"
_PLACEHOLDER: Final = "\U0010eeee"
_PIECE: Final = 4_096
_FAULTS: Final = (OSError, SyntaxError, ValueError, EOFError)


class CellSize(NamedTuple):
    """Pixels of a cell."""

    width: int
    height: int


class Box(NamedTuple):
    """Cells that a picture takes."""

    columns: int
    rows: int


class PaintedPicture(NamedTuple):
    """A picture as lines of `box.columns` cells.

    `upload` is what the terminal must have got before, "" for nothing; `number` is the terminal's name of the picture,
    0 for none.
    """

    box: Box
    strips: tuple[Strip, ...]
    upload: str = ""
    number: int = 0
    pixels: "Image | None" = None
    """What is drawn over the lines with sixels, with a palette; None where nothing is."""


def find_graphics(environ: Mapping[str, str]) -> Graphics:
    """What this terminal can show. It may be asked, so this must be called before Textual has taken the terminal over.

    iTerm2 shows sixels, too.
    """
    if not may_have_graphics(environ):
        return "sixel" if has_sixels(environ) else "half-blocks"
    # Importing this asks the terminal.
    from textual_image.renderable import Image, TGPImage

    return "kitty" if Image is TGPImage else "half-blocks"


def cell_size() -> CellSize:
    """The pixels of a cell as the system knows them, 1:2 where it does not; a terminal in use is not asked."""
    return known_cell_size() or CellSize(10, 20)


def known_cell_size() -> CellSize | None:
    """The pixels of a cell as the system knows them, None where it does not; a terminal in use is not asked."""
    from textual_image._terminal import get_tiocgwinsz  # type: ignore[attr-defined]

    try:
        rows, columns, width, height = get_tiocgwinsz()
    except (OSError, ValueError, AttributeError):
        return None
    if not (rows and columns and width >= columns and height >= rows):
        return None
    return CellSize(width // columns, height // rows)


def fit(size: PictureSize, cell: CellSize, room: Box) -> Box:
    """The cells of a picture that is shown as large as it is, or as the room lets it, in its proportions."""
    most = Box(min(room.columns, MOST_CELLS), min(room.rows, MOST_CELLS))
    columns = max(min(most.columns, round(size.width / CSS_CELL)), 1)
    rows = round(columns * cell.width * size.height / (size.width * cell.height))
    if rows > most.rows:
        rows = most.rows
        columns = min(round(rows * cell.height * size.width / (size.height * cell.width)), most.columns)
    return Box(max(columns, 1), max(rows, 1))


def half_blocks(data: bytes, box: Box, background: tuple[int, int, int]) -> PaintedPicture | None:
    """A picture in cells of two pixels each; None where `data` is none. What can be seen through shows `background`."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            opened.draft("RGB", (2 * box.columns, 4 * box.rows))
            picture: Image.Image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except _FAULTS:
        return None
    picture = picture.resize((box.columns, 2 * box.rows), Image.Resampling.BOX, reducing_gap=2.0)
    if picture.mode == "RGBA":
        behind = Image.new("RGBA", picture.size, background)
        picture = Image.alpha_composite(behind, picture).convert("RGB")
    pixels = picture.tobytes()
    size = 3 * box.columns
    rows = [pixels[start : start + size] for start in range(0, len(pixels), size)]
    strips = (Strip(_blocks(upper, lower), box.columns) for upper, lower in zip(rows[::2], rows[1::2], strict=True))
    return PaintedPicture(box, tuple(strips))


def _blocks(upper: bytes, lower: bytes) -> list[Segment]:
    """A line of half-blocks, equal neighbours in one segment."""
    segments: list[Segment] = []
    previous, count = b"", 0
    for start in range(0, len(upper), 3):
        pair = upper[start : start + 3] + lower[start : start + 3]
        if pair != previous and count:
            segments.append(_block(previous, count))
            count = 0
        previous = pair
        count += 1
    if count:
        segments.append(_block(previous, count))
    return segments


def _block(pair: bytes, count: int) -> Segment:
    upper, lower = Color.from_rgb(*pair[:3]), Color.from_rgb(*pair[3:])
    return Segment(_UPPER_HALF * count, Style(color=upper, bgcolor=lower))


def kitty(
    data: bytes, box: Box, background: tuple[int, int, int], *, cell: CellSize, number: int
) -> PaintedPicture | None:
    """A picture as placeholders for kitty's graphics (its documentation, “Unicode placeholders”).

    The terminal keeps the picture under `number` (1 to 2**24 - 1) and puts it where the placeholders are, so it
    scrolls, is covered and goes away with them.
    """
    from PIL import Image
    from textual_image.renderable.tgp import _NUMBER_TO_DIACRITIC

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            opened.draft(None, (MOST_UPLOADED, MOST_UPLOADED))
            opened.thumbnail((min(box.columns * cell.width, MOST_UPLOADED), min(box.rows * cell.height, MOST_UPLOADED)))
            written = io.BytesIO()
            opened.save(written, "PNG", compress_level=3)
    except _FAULTS:
        return None
    marks = [chr(code) for code in _NUMBER_TO_DIACRITIC]
    style = Style(
        color=Color.from_rgb(number >> 16 & 255, number >> 8 & 255, number & 255), bgcolor=Color.from_rgb(*background)
    )
    strips = [
        Strip(
            [Segment("".join(_PLACEHOLDER + marks[row] + marks[column] for column in range(box.columns)), style)],
            box.columns,
        )
        for row in range(box.rows)
    ]
    return PaintedPicture(box, tuple(strips), "".join(_upload(written.getvalue(), box, number)), number)


def _upload(png: bytes, box: Box, number: int) -> Iterator[str]:
    text = base64.b64encode(png).decode("ascii")
    controls = f"a=T,U=1,q=2,f=100,i={number},c={box.columns},r={box.rows},"
    for start in range(0, len(text), _PIECE):
        more = int(start + _PIECE < len(text))
        yield f"\x1b_G{controls}m={more};{text[start : start + _PIECE]}\x1b\\"
        controls = "q=2,"


def kitty_removal(number: int) -> str:
    """What makes the terminal forget a picture, wherever it is shown."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"
