"""Sixels: which terminals get them, and that a part of a picture has the picture's own colours."""

import re
from collections.abc import Mapping

import pytest
from PIL import Image

from newsreader.tui.picture_sixels import has_sixels, placed, sixel_pixels, sixels
from sample_pictures import picture


@pytest.mark.parametrize(
    ("environ", "shows"),
    [
        ({"TERM": "foot"}, True),
        ({"TERM": "mlterm-256color"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "iTerm.app"}, False),
        ({"TERM": "screen", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "foot", "TMUX": "/tmp/tmux"}, False),
        ({}, False),
    ],
)
def test_only_a_terminal_that_is_known_for_it_gets_sixels(environ: Mapping[str, str], shows: bool) -> None:
    assert has_sixels(environ) is shows


def test_parts_of_a_picture_have_its_colours_and_define_them_before_the_pixels() -> None:
    pixels = sixel_pixels(picture(60, 40), (120, 80), (0, 0, 0))
    assert isinstance(pixels, Image.Image)
    assert pixels.size == (120, 80)
    colours = set()
    for top in (0, 40):
        sequence = sixels(pixels, top, top + 40)
        assert sequence.startswith('\x1bP0;0;0q"1;1;120;40#')
        assert sequence.endswith("\x1b\\")
        defined = re.findall(r"#\d+;2;(\d+;\d+;\d+)", sequence)
        assert sequence.rindex(";2;") < min(sequence.find(mark) for mark in "~$-" if mark in sequence)
        colours |= set(defined)
    assert len(colours) <= 256


def test_what_is_no_picture_has_no_pixels() -> None:
    assert sixel_pixels(b"no picture", (10, 10), (0, 0, 0)) is None


def test_the_cursor_stays_where_it_is() -> None:
    assert placed("X", 4, 2) == "\x1b7\x1b[3;5HX\x1b8"
