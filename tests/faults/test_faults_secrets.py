"""Passwords and keys in addresses stay in the config and in requests; nobody sees them by accident."""

import os
import stat
import sys

import pytest

from faults.home import Home
from feed_documents import rss
from loopback import LoopbackServer
from terminal import Terminal

SECRETS = ("s3cret", "k3y")


@pytest.fixture
def guarded(home: Home, server: LoopbackServer) -> str:
    """Subscribed with a password and a key: a feed without a title, one that is missing, one that is a page."""
    server.serve("/feed", rss("Alpha", title=""))
    server.serve("/page", b"<html><body>Sign in</body></html>")
    base = server.url("").replace("http://", "http://me:s3cret@")
    home.subscribe(*(f"{base}/{path}?token=k3y" for path in ("feed", "missing", "page")))
    return base


def test_no_command_for_people_shows_a_password(home: Home, server: LoopbackServer, guarded: str) -> None:
    shown = home.run("refresh", "--all") + home.errors
    for arguments in (["feeds"], ["list"], ["show", "1"], ["doctor"], ["refresh", f"{guarded}/other?token=k3y"]):
        shown += home.run(*arguments) + home.errors
    shown += home.run("preview", f"{guarded}/page?token=k3y") + home.errors
    assert server.hits[0].headers["authorization"].startswith("Basic ")
    assert "/missing?token=…" in shown
    assert not any(secret in shown + home.log for secret in SECRETS)


def test_mistakes_in_feeds_toml_are_shown_without_the_password(home: Home) -> None:
    lines = ['url = "ftp://me:s3cret@host/"', 'url = "https://me:s3cret@/feed"', 'url = "https://me:s3cret@host/" x']
    for line in lines:
        (home.folder / "feeds.toml").write_text(f"[[feed]]\n{line}\n")
        home.run("feeds")
        assert home.status == 2
        assert "feeds.toml:2" in home.errors
        assert "s3cret" not in home.errors


def test_json_names_a_feed_as_the_file_does_and_its_title_hides_the_password(home: Home, guarded: str) -> None:
    home.run("refresh", "--all")
    feed = home.objects("feeds")[0]
    assert feed["url"] == f"{guarded}/feed?token=k3y"
    assert feed["title"] == f"{guarded.replace('me:s3cret@', '')}/feed?token=…"
    row = home.objects("list")[0]
    assert row["feed_url"] == feed["url"]
    assert row["feed_title"] == feed["title"]


def test_an_address_as_it_is_shown_names_its_feed(home: Home, server: LoopbackServer, guarded: str) -> None:
    del guarded
    home.run("refresh", server.url("/feed?token=…"))
    assert home.status == 0
    assert len(server.hits) == 1


def test_the_reader_shows_no_password(home: Home, guarded: str) -> None:
    del guarded
    home.run("refresh", "--all")
    with Terminal(home.command(), columns=200) as terminal:
        terminal.expect("Alpha", "127.0.0.1")
        terminal.send("R")
        terminal.expect("failed")
        terminal.send("!")
        terminal.expect("missing?token=…")
        terminal.send("q")
        terminal.expect("Alpha")
        terminal.send("q")
        assert terminal.wait() == 0
        assert not any(secret in terminal.output for secret in SECRETS)


@pytest.mark.skipif(sys.platform == "win32", reason="files there have no such modes")
def test_what_the_program_writes_is_private_under_any_umask(home: Home, guarded: str) -> None:
    del guarded
    before = {path.name for path in home.folder.iterdir()}
    old = os.umask(0o000)
    try:
        home.run("refresh", "--all")
        home.run("mark", "star", "1")
    finally:
        os.umask(old)
    made = [path for path in home.folder.iterdir() if path.name not in before]
    assert made
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in made)
