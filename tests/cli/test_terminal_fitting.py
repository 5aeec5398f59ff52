"""What is chosen by the terminal's own account of itself."""

import pytest

from newsreader.cli.terminal import fitted
from newsreader.config.settings import Settings


@pytest.mark.parametrize(
    ("environ", "encoding", "icons", "theme"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", "unicode", None),
        ({"TERM": "linux"}, "UTF8", "ascii", None),
        ({"TERM": "dumb"}, "utf-8", "ascii", None),
        ({"TERM": "xterm"}, "latin-1", "ascii", None),
        ({"TERM": "xterm"}, "no such thing", "ascii", None),
        ({"COLORFGBG": "0;15"}, "utf-8", "unicode", "textual-light"),
        ({"COLORFGBG": "0;default;7"}, "utf-8", "unicode", "textual-light"),
        ({"COLORFGBG": "15;0"}, "utf-8", "unicode", None),
    ],
)
def test_signs_and_theme_fit_the_terminal(environ: dict[str, str], encoding: str, icons: str, theme: str) -> None:
    chosen = fitted(Settings(), environ, encoding)
    assert (chosen.icons, chosen.theme) == (icons, theme)


def test_what_is_set_counts() -> None:
    settings = Settings(icons="unicode", theme="nord")
    assert fitted(settings, {"TERM": "linux", "COLORFGBG": "0;15"}, "ascii") == settings
