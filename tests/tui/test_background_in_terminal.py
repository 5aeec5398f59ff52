"""Light and dark follow a real terminal that answers, or does not."""

import re
import sys
from pathlib import Path

import pytest

from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

QUESTION = re.compile(r"\x1b\]11;\?")
LIGHT = re.compile(r"48;2;244;244;244m {20}")
DARK = re.compile(r"48;2;18;18;18m {20}")


def reader(folder: Path, settings: str = "", **env: str) -> Terminal:
    quiet = 'refresh_on_start = false\nrefresh_every = "never"\n'
    (folder / "config.toml").write_text(quiet + settings)
    command = [sys.executable, "-m", "newsreader", "--config-dir", str(folder), "--data-dir", str(folder)]
    return Terminal(command, env={"COLORFGBG": "", **env})


def test_a_terminal_that_says_that_it_is_light_gets_the_light_theme(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.expect_escape(QUESTION)
        terminal.send("\x1b]11;rgb:fdfd/f6f6")
        terminal.send("/e3e3\x1b\\")
        terminal.expect_escape(LIGHT)
        terminal.send("?")
        terminal.expect("Type to narrow")
        terminal.send("\r")
        terminal.expect("read on")
        terminal.send("q")
        assert terminal.wait() == 0
    assert "theme" not in (tmp_path / "config.toml").read_text()


def test_a_terminal_that_says_nothing_gets_the_dark_theme(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.expect_escape(DARK)
        terminal.send("?")
        terminal.expect("Type to narrow")
        assert not LIGHT.search(terminal.output)


def test_the_environment_counts_until_the_terminal_says_otherwise(tmp_path: Path) -> None:
    with reader(tmp_path, COLORFGBG="0;15") as terminal:
        terminal.expect_escape(LIGHT)
        terminal.send("\x1b]11;rgb:0000/0000/0000\x07")
        terminal.expect_escape(DARK)


def test_a_theme_that_the_user_has_chosen_wins(tmp_path: Path) -> None:
    with reader(tmp_path, 'theme = "high-contrast"\n') as terminal:
        terminal.expect("newsreader")
        terminal.send("\x1b]11;rgb:ffff/ffff/ffff\x07?")
        terminal.expect("Type to narrow")
        assert not QUESTION.search(terminal.output)
        assert not LIGHT.search(terminal.output)


def test_the_reader_follows_a_terminal_that_becomes_light_and_asks_it_no_more_when_it_ends(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.expect_escape(re.compile(r"\x1b\[\?2031h"))
        terminal.expect_escape(DARK)
        terminal.send("\x1b[?997;2n")
        terminal.expect_escape(LIGHT)
        terminal.send("\x1b[?997;1n")
        terminal.expect_escape(DARK)
        terminal.send("q")
        assert terminal.wait() == 0
        assert "\x1b[?2031l" in terminal.output


def test_without_colours_a_terminal_that_becomes_light_changes_nothing(tmp_path: Path) -> None:
    with reader(tmp_path, NO_COLOR="1") as terminal:
        terminal.expect("newsreader")
        terminal.send("\x1b[?997;2n?")
        terminal.expect("Type to narrow")
        assert not re.search(r"\x1b\[[0-9;]*48;", terminal.output)
