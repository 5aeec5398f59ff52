"""Pictures in cells: in proportion, in their colours, and with nothing foreign in what steers the terminal."""

import base64
import io
import re

import pytest
from PIL import Image
from rich.cells import cell_len
from rich.color import Color
from textual.strip import Strip

from newsreader.core.images import PictureSize
from newsreader.tui.picture import (
    Box,
    CellSize,
    cell_size,
    find_graphics,
    fit,
    half_blocks,
    kitty,
    kitty_removal,
)
from sample_pictures import HTML, picture, two_halves

BLACK = (0, 0, 0)
CELL = CellSize(10, 20)


def colors(strip: Strip) -> list[tuple[object, object]]:
    """Foreground and background of a line's segments."""
    found: list[tuple[object, object]] = []
    for segment in strip:
        assert segment.style is not None
        found.append((rgb(segment.style.color), rgb(segment.style.bgcolor)))
    return found


def rgb(color: Color | None) -> tuple[int, int, int] | None:
    return tuple(color.triplet) if color and color.triplet else None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("size", "cell", "room", "box"),
    [
        (PictureSize(400, 200), CELL, Box(80, 40), Box(40, 10)),
        (PictureSize(1_600, 800), CELL, Box(80, 40), Box(80, 20)),
        (PictureSize(1_600, 800), CellSize(10, 10), Box(80, 40), Box(80, 40)),
        (PictureSize(1_000, 4_000), CELL, Box(80, 20), Box(10, 20)),
        (PictureSize(20, 3_000), CELL, Box(80, 20), Box(1, 20)),
        (PictureSize(3_000, 20), CELL, Box(80, 20), Box(80, 1)),
        (PictureSize(3, 3), CELL, Box(80, 20), Box(1, 1)),
        (PictureSize(9_000, 9_000), CELL, Box(400, 400), Box(250, 125)),
        (PictureSize(400, 200), CELL, Box(1, 1), Box(1, 1)),
    ],
)
def test_a_picture_keeps_its_proportions_within_its_room(
    size: PictureSize, cell: CellSize, room: Box, box: Box
) -> None:
    assert fit(size, cell, room) == box


def test_each_half_block_has_the_colours_of_two_pixels() -> None:
    painted = half_blocks(two_halves(40, 60), Box(4, 3), BLACK)
    assert painted is not None
    assert [strip.text for strip in painted.strips] == ["▀▀▀▀"] * 3
    red, blue = (255, 0, 0), (0, 0, 255)
    assert [colors(strip) for strip in painted.strips] == [[(red, red)], [(red, blue)], [(blue, blue)]]


def test_the_pane_shows_through_a_picture() -> None:
    painted = half_blocks(picture(mode="RGBA", color=(255, 255, 255, 0)), Box(2, 1), (10, 20, 30))
    assert painted is not None
    assert colors(painted.strips[0]) == [((10, 20, 30), (10, 20, 30))]


@pytest.mark.parametrize("data", [b"", HTML, picture()[:60], picture(kind="GIF")])
def test_what_is_no_picture_paints_nothing(data: bytes) -> None:
    assert half_blocks(data, Box(4, 2), BLACK) is None
    assert kitty(data, Box(4, 2), BLACK, cell=CELL, number=1) is None


@pytest.mark.parametrize("box", [Box(1, 1), Box(30, 12), Box(250, 250)])
def test_kitty_gets_placeholders_that_count_rows_and_columns(box: Box) -> None:
    painted = kitty(picture(300, 200), box, BLACK, cell=CELL, number=0x123456)
    assert painted is not None
    assert len(painted.strips) == box.rows
    assert all(cell_len(strip.text) == box.columns for strip in painted.strips)
    assert colors(painted.strips[0]) == [((0x12, 0x34, 0x56), BLACK)]
    cells = {strip.text[start : start + 3] for strip in painted.strips for start in range(0, 3 * box.columns, 3)}
    assert len(cells) == box.rows * box.columns
    cropped = painted.strips[0].crop(0, 1)
    assert cropped.text == painted.strips[0].text[:3]


def test_kitty_gets_the_picture_as_base64_and_numbers_alone() -> None:
    painted = kitty(picture(3_000, 2_000), Box(80, 26), BLACK, cell=CELL, number=77)
    assert painted is not None
    pieces = re.findall(r"\x1b_G([a-zA-Z0-9=,]+);([A-Za-z0-9+/=]+)\x1b\\", painted.upload)
    assert "".join(f"\x1b_G{controls};{data}\x1b\\" for controls, data in pieces) == painted.upload
    assert all(len(data) <= 4_096 for _, data in pieces)
    assert "t=" not in painted.upload.split(";")[0]
    assert pieces[0][0].startswith("a=T,U=1,q=2,f=100,i=77,c=80,r=26,")
    sent = Image.open(io.BytesIO(base64.b64decode("".join(data for _, data in pieces))))
    assert sent.format == "PNG"
    assert sent.width <= 800
    assert kitty_removal(77) == "\x1b_Ga=d,d=I,i=77,q=2\x1b\\"


def test_a_terminal_that_says_nothing_of_graphics_is_not_asked() -> None:
    assert find_graphics({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "3"}) == "half-blocks"


def test_a_cell_is_twice_as_high_as_wide_where_nobody_knows() -> None:
    size = cell_size()
    assert size.width > 0
    assert size.height > 0
