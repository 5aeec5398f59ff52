"""An editor that draws on the terminal, and one that there is not: the reader steps aside and comes back."""

import re
import sys

import pytest

from faults.home import Home
from feed_documents import rss
from loopback import LoopbackServer
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

COMES_BACK = r"\x1b\[\?1049h.*"


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("echo EDITED", r"EDITED \+1 .*" + COMES_BACK + "Enter info"),
        ("/nonexistent", COMES_BACK + r"cannot be started \(no such file or directory\)"),
    ],
    ids=["works", "is missing"],
)
def test_an_editor_has_the_terminal_and_gives_it_back(
    home: Home, server: LoopbackServer, editor: str, said: str
) -> None:
    server.serve("/feed", rss("Alpha"))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    with Terminal(home.command(), columns=200, env={"VISUAL": editor}) as terminal:
        terminal.expect("1 of 1")
        terminal.send("H")
        terminal.expect("e edit")
        terminal.send("e")
        terminal.expect_escape(re.compile(said, re.DOTALL))
        terminal.send("\r")
        terminal.expect("Why then")
        terminal.send("qqq")
        assert terminal.wait() == 0
