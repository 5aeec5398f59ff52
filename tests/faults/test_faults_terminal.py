"""Every text from outside, at every exit: nothing of it steers the terminal, and nothing of it is markup."""

import json
import sys

import pytest

from faults.home import Home
from loopback import LoopbackServer, Reply
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

SEQUENCES = ("\x1b]52;c;aGk=\x07", "\x1b]0;EVIL\x1b\\", "\x1b[6n", "\x1bP1$rq\x1b\\", "\u009b31m", "\u009d0;EVIL\u009c")
BIDI = "\u202e\u2066\u200f\u061c"
MARKUP = "[/b] [/ [red]x[/] [link=http://e]x[/link] [@click=app.quit]x[/]"
EVIL = "".join(SEQUENCES) + BIDI + MARKUP
FORBIDDEN = ("\x1b]52;c;aGk=", "\x1b]0;", "\x1b[6n", "\x1bP1$", "\u009b", "\u009d", *BIDI)


def steers(text: str) -> list[str]:
    return [sign for sign in FORBIDDEN if sign in text]


@pytest.fixture
def evil(home: Home, server: LoopbackServer) -> Home:
    """Hostile text in every field of a feed, of a feed's error, and of the config."""
    item = {
        "id": f"1{EVIL}",
        "title": f"Quartz {EVIL}",
        "url": f"https://news.example/{EVIL}",
        "content_html": f"<p>Body {EVIL}</p><h2>{EVIL}</h2><a href='https://x.example/{EVIL}'>{EVIL}</a>"
        f"<pre>{EVIL}</pre><img alt='{EVIL}' src='https://x.example/p.png'><table><tr><th>{EVIL}<td>{EVIL}</table>",
        "authors": [{"name": f"Author {EVIL}"}],
        "tags": [EVIL],
        "language": EVIL,
        "attachments": [{"url": f"https://x.example/{EVIL}", "mime_type": EVIL}],
        "date_published": EVIL,
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Centre {EVIL}",
        "home_page_url": f"https://news.example/{EVIL}",
        "items": [item],
    }
    server.serve("/evil", json.dumps(feed).encode())
    server.serve("/error", json.dumps({"error": f"Slow down {EVIL}"}).encode())
    server.serve("/page", f"<html><title>{EVIL}</title><body>{EVIL}</body></html>".encode())
    reason = EVIL.encode("latin-1", "ignore").replace(b"\r", b"").replace(b"\n", b"")
    server.script("/reason", Reply(raw=b"HTTP/1.1 503 " + reason + b"\r\nLocation: " + reason + b"\r\n\r\n"))
    server.script("/moved", Reply(status=302, headers={"Location": "javascript:%1b]52;[/b]"}))
    quoted = json.dumps(f"Mine {EVIL}")
    urls = [server.url(path) for path in ("/evil", "/error", "/page", "/reason", "/moved")]
    feeds = "".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    feeds += f'[[feed]]\nurl = "{server.url("/none")}"\ntitle = {quoted}\nfolder = {quoted}\ntags = [{quoted}]\n'
    feeds += f'[[search]]\ntitle = {quoted}\nquery = "quartz"\n[[feed]]\nurl = {quoted}\n{quoted} = 1\n'
    (home.folder / "feeds.toml").write_text(feeds)
    return home


def test_no_command_prints_what_steers_a_terminal(evil: Home, server: LoopbackServer) -> None:
    commands: list[list[str]] = [
        ["refresh", "--all"], ["refresh", "--all", "--json"], ["list"], ["list", "--json"], ["list", f"title:{EVIL}"],
        ["feeds"], ["feeds", "--json"], ["doctor"], ["doctor", "--json"], ["preview", server.url("/evil")],
        ["preview", server.url("/evil"), "--json"], ["preview", server.url("/error")], ["preview", f"x{EVIL}"],
        ["preview", f"https://{EVIL}/"], ["refresh", EVIL], ["mark", "read", EVIL], ["mark", EVIL],
        ["show", EVIL], [EVIL], ["list", "--limit", EVIL], ["list", "x", EVIL], [f"--{EVIL}"],
        *(["show", "1", "--format", form] for form in ("text", "markdown", "html", "json")),
    ]  # fmt: skip
    for command in commands:
        shown = evil.run(*command) + evil.errors
        assert shown.strip()
        assert "\x1b" not in shown, command
        assert not steers(shown), command
        assert "Traceback" not in shown, command
    assert "Quartz" in evil.run("list", "--json")
    assert "[@click=app.quit]x[/]" in evil.run("list")
    assert evil.log == ""


@pytest.mark.parametrize("columns", [200, 80])
def test_nothing_steers_the_terminal_in_any_part_of_the_reader(evil: Home, columns: int) -> None:
    evil.run("refresh", "--all")
    with Terminal(evil.command(), columns=columns, rows=60) as terminal:
        terminal.expect("Quartz", "1 of 1")
        terminal.send("\r")
        terminal.expect("Body")
        steps = {
            "s": "Starred",
            "u": "Undid",
            "y": "Copied",
            "R": "failed",
            "!": "Refresh report",
            "q?": "Keys",
            "\x1b": "Space read on",
            "\tjjjjjjj": "Mine",
            f'/"{MARKUP}"\r': 'Search: "[/b]',
        }
        for keys, shown in steps.items():
            terminal.send(keys)
            terminal.expect(shown)
        terminal.send("q")
        assert terminal.wait() == 0
        assert not steers(terminal.output)
        assert "[@click=app.quit]x[/]" in terminal.text
    assert evil.log == ""
