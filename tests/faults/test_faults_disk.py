"""The disk is full, read-only or damaged: a sentence, nothing stored by half, and what is there can be read."""

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from faults.home import Home
from feed_documents import numbered, rss
from loopback import LoopbackServer
from terminal import Terminal

FULL = "The disk is full: nothing was written to"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(folder)]
    try:
        if sys.platform != "linux" or subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("this user may not mount a small disk")
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled_up(folder: Path) -> Iterator[None]:
    """Every byte of the disk is taken inside."""
    fill = folder / "fill"
    handle = os.open(fill, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(handle, b"x" * 4_096)
    except OSError:
        pass
    finally:
        os.close(handle)
    yield
    fill.unlink()


def test_a_feed_too_large_for_the_disk_is_not_stored_by_half(tmp_path: Path, server: LoopbackServer) -> None:
    noise = random.Random(1).randbytes(20_000).hex().encode()
    server.serve("/small", rss(*numbered(5)))
    server.serve("/large", rss(*numbered(200, "Large")).replace(b"&lt;p&gt;", b"&lt;p&gt;" + noise))
    with small_disk(tmp_path / "disk") as disk:
        home = Home(disk)
        home.subscribe(server.url("/small"), server.url("/large"))
        home.run("refresh", server.url("/small"))
        home.run("mark", "star", "1")
        home.run("refresh", "--all")
        assert home.status == 1
        assert FULL in home.errors
        assert len(home.titles("")) == 5
        assert home.integrity() == "ok"
        assert [feed["last_result"] for feed in home.objects("feeds")][1] is None


def test_on_a_full_disk_everything_can_be_read_and_every_change_says_why_not(
    tmp_path: Path, server: LoopbackServer
) -> None:
    server.serve("/small", rss(*numbered(5)))
    with small_disk(tmp_path / "disk") as disk:
        home = Home(disk)
        home.subscribe(server.url("/small"))
        home.run("refresh", "--all")
        with filled_up(disk):
            assert len(home.titles()) == 5
            assert "The text of Story 1." in home.run("show", "5")
            for command in (["mark", "read", "1"], ["mark", "star", "--query", "story"], ["refresh", "--all"]):
                home.run(*command)
                assert (home.status, FULL in home.errors) == (1, True)
            assert FULL in home.run("doctor")
            with Terminal(home.command(), columns=200) as terminal:
                terminal.expect("1 of 5", FULL)
                terminal.send("\r")
                terminal.expect("The text of Story 1.")
                terminal.send("V")
                terminal.expect("Select the first entry")  # the same sentence is not painted twice
                terminal.send("s")
                terminal.expect(FULL)
                terminal.send("q")
                assert terminal.wait() == 0
            assert len(home.titles()) == 5
        home.run("mark", "read", "1")
        assert home.titles() == [f"Story {number}" for number in range(1, 5)]
        assert home.integrity() == "ok"


def test_a_disk_that_fills_while_the_reader_is_open_costs_no_reading(tmp_path: Path, server: LoopbackServer) -> None:
    server.serve("/small", rss(*numbered(5)))
    with small_disk(tmp_path / "disk") as disk:
        home = Home(disk)
        home.subscribe(server.url("/small"))
        home.run("refresh", "--all")
        with Terminal(home.command(), columns=200) as terminal:
            terminal.expect("1 of 5")
            with filled_up(disk):
                terminal.send("j\r")
                terminal.expect("The text of Story 2.", FULL)
                terminal.send("R")
                terminal.expect(FULL)
            terminal.send("s")
            terminal.expect("Starred")
            terminal.send("q")
            assert terminal.wait() == 0
        assert home.titles("is:starred") == ["Story 2"]
        assert home.integrity() == "ok"


def test_the_reader_opens_a_read_only_store(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss(*numbered(3)))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    home.store.chmod(0o400)
    lowered = [*home.command()]
    if os.geteuid() == 0:  # permissions mean nothing to root
        lowered = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", *lowered]
    with Terminal(lowered, columns=200) as terminal:
        terminal.expect("1 of 3", "it is read-only")
        terminal.send("\r")
        terminal.expect("The text of Story 1.")
        terminal.send("q")
        assert terminal.wait() == 0
    assert len(home.titles()) == 3


def test_a_damaged_store_is_named_and_left_as_it_was(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss(*numbered(300)))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    body = bytearray(home.store.read_bytes())
    for page in range(2, len(body) // 4_096):
        body[page * 4_096 : page * 4_096 + 64] = os.urandom(64)
    home.store.write_bytes(body)
    for command in (["list"], ["mark", "read", "1"], ["refresh", "--all"], ["feeds"], ["doctor"]):
        shown = home.run(*command)
        assert home.status == 1
        assert "is damaged" in shown + home.errors
        assert str(home.store) in shown + home.errors
        assert "Traceback" not in home.errors
    with Terminal(home.command(), columns=200) as terminal:
        assert terminal.wait() == 1
        assert "is damaged" in terminal.text
        assert "Traceback" not in terminal.text
    assert home.store.read_bytes() == body


def test_where_damage_shows_only_on_the_way_down_a_list_the_reader_ends_with_its_sentence(
    home: Home, server: LoopbackServer
) -> None:
    server.serve("/feed", rss(*numbered(300)))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    body = bytearray(home.store.read_bytes())
    page = body.index(b"Story 299") // 4_096
    body[page * 4_096 : (page + 1) * 4_096] = b"\xa5" * 4_096
    home.store.write_bytes(body)
    with Terminal(home.command(), columns=200) as terminal:
        terminal.expect("1 of 300")
        terminal.send("G")
        assert terminal.wait() == 1
        assert "is damaged. It was left as it is: restore a backup, or run “newsreader doctor”" in terminal.text
        assert "fault of its own" not in terminal.text


@pytest.mark.parametrize("body", [b"", b"SQLite", b"no store at all" * 1_000], ids=["empty", "short", "other"])
def test_what_is_no_store_is_named_and_left_as_it_was(home: Home, body: bytes) -> None:
    home.subscribe("newsreader:welcome")
    home.store.write_bytes(body)
    for command in (["list"], ["refresh", "--all"], ["mark", "read", "1"]):
        home.run(*command)
        assert home.status == 1
        assert str(home.store) in home.errors
    with Terminal(home.command()) as terminal:
        assert terminal.wait() == 1
    assert home.store.read_bytes() == body


def test_a_store_that_another_program_keeps_busy_is_said_and_nothing_is_lost(
    home: Home, server: LoopbackServer
) -> None:
    server.serve("/feed", rss(*numbered(3)))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    blocker = sqlite3.connect(home.store, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        assert len(home.titles()) == 3
        home.run("mark", "read", "1")
        assert home.status == 1
        assert "is busy" in home.errors
    finally:
        blocker.rollback()
        blocker.close()
    home.run("mark", "read", "1")
    assert home.titles() == ["Story 1", "Story 2"]
