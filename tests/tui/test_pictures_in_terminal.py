"""Pictures in a real terminal: what is sent to one here, over SSH, and to one that speaks kitty's protocol."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.home import Home
from feed_documents import rss
from loopback import LoopbackServer
from sample_pictures import picture
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

AT_HOME = {"SSH_CONNECTION": "", "SSH_TTY": "", "TMUX": ""}
ANSWERS = "\x1b[?62;22c\x1b_Gi=1;OK\x1b\\"
"""What kitty says when it is asked for sixel and for its own graphics."""

SIXEL_RE = re.compile(r"\x1b7\x1b\[\d+;\d+H\x1bP0;0;0q\"1;1;\d+;\d+#[^\x1b]+\x1b\\\x1b8")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A user whose only entry has a picture."""
    with LoopbackServer() as server:
        body = b"&lt;p&gt;Words&lt;/p&gt;&lt;img alt=&quot;A flag&quot; src=&quot;/flag.png&quot;&gt;"
        feed = rss("Chips").replace(b"&lt;p&gt;The text of Chips.&lt;/p&gt;", body)
        server.serve("/feed", feed.replace(b"https://news.example", server.url("").encode()))
        server.serve("/flag.png", picture(300, 200), content_type="image/png")
        one = Home(tmp_path)
        one.subscribe(server.url("/feed"))
        one.run("refresh")
        yield one


def test_pictures_are_half_blocks_that_go_with_the_reader(home: Home) -> None:
    with Terminal(home.command(), env=AT_HOME) as terminal:
        terminal.expect("Chips")
        terminal.send("\r")
        terminal.expect("▣ A flag", "▀▀▀▀▀▀▀▀")
        terminal.send("q")
        assert terminal.wait() == 0
        assert "▀" not in terminal.output.rpartition("\x1b[?1049l")[2]
        assert "\x1b_G" not in terminal.output


def test_over_ssh_there_are_captions_until_pictures_are_asked_for(home: Home) -> None:
    with Terminal(home.command(), env={**AT_HOME, "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}) as terminal:
        terminal.expect("Chips")
        terminal.send("\r")
        terminal.expect("▣ A flag")
        assert not (home.folder / "images").exists()
        terminal.send("i")
        terminal.expect("▀▀▀▀▀▀▀▀")
        terminal.send("q")
        assert terminal.wait() == 0


def test_kitty_gets_the_picture_itself_and_is_told_to_forget_it(home: Home) -> None:
    with Terminal(home.command(), env={**AT_HOME, "TERM": "xterm-kitty"}) as terminal:
        terminal.send(ANSWERS)
        terminal.expect("Chips")
        terminal.send("\r")
        terminal.expect("▣ A flag", "\U0010eeee\u0305\u0305")
        terminal.send("q")
        assert terminal.wait() == 0
        sent = r"\x1b_Ga=T,U=1,q=2,f=100,i=(\d+),c=\d+,r=\d+,m=[01];[A-Za-z0-9+/=]+"
        numbers = set(re.findall(sent, terminal.output))  # two if it was shown beside the list before it was opened
        assert numbers
        for number in numbers:
            assert f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\" in terminal.output
        assert "▀▀" not in terminal.text


def test_a_terminal_that_calls_itself_kitty_and_does_not_answer_gets_half_blocks(home: Home) -> None:
    with Terminal(home.command(), env={**AT_HOME, "TERM": "xterm-kitty"}) as terminal:
        terminal.expect("Chips")
        terminal.send("\r")
        terminal.expect("▀▀▀▀▀▀▀▀")
        terminal.send("q")
        assert terminal.wait() == 0
        assert "a=T" not in terminal.output


def test_sixels_are_drawn_over_half_blocks_when_nothing_moves(home: Home) -> None:
    with Terminal(home.command(), env={**AT_HOME, "TERM": "foot"}, cell=(10, 20)) as terminal:
        terminal.expect("Chips")
        terminal.send("\r")
        terminal.expect("▣ A flag", "▀▀▀▀▀▀▀▀")
        terminal.expect_escape(SIXEL_RE)
        terminal.send("?")
        terminal.expect("Esc back")
        terminal.send("\x1b")
        terminal.expect_escape(SIXEL_RE)
        terminal.send("q")
        assert terminal.wait() == 0
        assert "\x1bP" not in terminal.output.rpartition("\x1b[?1049l")[2]


def test_without_the_size_of_a_cell_there_are_half_blocks(home: Home) -> None:
    with Terminal(home.command(), env={**AT_HOME, "TERM": "foot"}) as terminal:
        terminal.expect("Chips")
        terminal.send("\r")
        terminal.expect("▀▀▀▀▀▀▀▀")
        terminal.send("q")
        assert terminal.wait() == 0
        assert "\x1bP" not in terminal.output
