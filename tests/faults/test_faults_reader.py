"""What nobody expected happens in the reader: the terminal is given back, the log knows, and nobody else does."""

import sys

import pytest

from faults.home import Home
from terminal import Terminal

BROKEN = """
import sys
from newsreader.cli import main
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.headline_table import HeadlineTable

def broken(*_):
    password = "s3cret"
    raise KeyError(f"http://me:{password}@host/ \\x1b]52;c;aGk=\\x07")

def break_painting(screen):
    HeadlineTable.row_segments = broken
    screen.table.refresh()

MainScreen.action_star = broken
MainScreen.action_zoom = lambda screen: screen.set_timer(0.01, broken) and None
MainScreen.action_search = break_painting
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("key", ["s", "z", "/"], ids=["in an action", "in a timer", "in painting"])
def test_a_fault_ends_in_one_sentence_and_a_log_without_secrets(home: Home, key: str) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal([sys.executable, "-c", BROKEN, *home.options]) as terminal:
        terminal.expect("1 of 8")
        terminal.send(key)
        assert terminal.wait() == 1
        tail = terminal.output[terminal.output.rindex("\x1b[?1049l") :]
        assert "\x1b[?1000l" in tail
        last = terminal.text.splitlines()[-1]
        assert last.endswith(
            f"newsreader met a fault of its own (KeyError) and had to end. "
            f"The details are in {home.folder / 'newsreader.log'}."
        )
        assert "Traceback" not in terminal.output
        assert "s3cret" not in terminal.output
    assert "KeyError: 'http://host/ " in home.log
    assert "in broken" in home.log
    assert "s3cret" not in home.log.replace('password = "s3cret"', "")
    assert "\x1b" not in home.log


def test_a_fault_of_a_command_is_one_sentence_too(home: Home) -> None:
    code = (
        "import sys; from newsreader import cli, wiring; wiring.load_config = lambda _: 1 / 0; "
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    with Terminal([sys.executable, "-c", code, *home.options, "list"]) as terminal:
        assert terminal.wait() == 1
        assert "a fault of its own (ZeroDivisionError)" in terminal.text
        assert "Traceback" not in terminal.output
    assert "ZeroDivisionError: division by zero" in home.log
