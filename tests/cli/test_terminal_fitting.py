"""What is chosen by the terminal's own account of itself."""

import pytest

from newsreader.cli.terminal import fitted, seems_light
from newsreader.config.settings import Settings


@pytest.mark.parametrize(
    ("environ", "encoding", "icons"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", "unicode"),
        ({"TERM": "linux"}, "UTF8", "ascii"),
        ({"TERM": "dumb"}, "utf-8", "ascii"),
        ({"TERM": "xterm"}, "latin-1", "ascii"),
        ({"TERM": "xterm"}, "no such thing", "ascii"),
    ],
)
def test_signs_fit_the_terminal(environ: dict[str, str], encoding: str, icons: str) -> None:
    assert fitted(Settings(), environ, encoding).icons == icons


@pytest.mark.parametrize(
    ("colours", "light"), [("0;15", True), ("0;default;7", True), ("15;0", False), ("", False), ("15;default", False)]
)
def test_a_light_background_is_seen_in_the_environment(colours: str, light: bool) -> None:
    assert seems_light({"COLORFGBG": colours}) is light


def test_what_is_set_counts() -> None:
    settings = Settings(icons="unicode")
    assert fitted(settings, {"TERM": "linux"}, "ascii") == settings
