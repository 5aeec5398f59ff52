"""Two at once: feeds.toml edited during a refresh, marks made during it, two readers, two refreshes."""

import asyncio
import subprocess

from faults.home import Home
from feed_documents import numbered, rss
from loopback import LoopbackServer
from terminal import Terminal


def test_a_feed_taken_from_the_list_during_its_refresh_does_not_come_back(home: Home, server: LoopbackServer) -> None:
    server.serve("/keep", rss("Keep"))
    server.serve("/drop", rss("Drop"))
    home.subscribe(server.url("/keep"), server.url("/drop"))
    server.hold("/drop")
    command = home.command("refresh", "--all", "--json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        server.wait_until_held(1)
        assert process.stdout is not None
        assert "/keep" in process.stdout.readline()
        home.subscribe(server.url("/keep"))
        assert home.titles() == ["Keep"]
        server.release()
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert home.titles("") == ["Keep"]
    assert [feed["url"] for feed in home.objects("feeds")] == [server.url("/keep")]
    home.subscribe(server.url("/keep"), server.url("/drop"))
    assert sorted(home.titles()) == ["Drop", "Keep"]


def test_a_mark_made_while_its_article_is_being_refreshed_stays(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss(*numbered(3)))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    server.serve("/feed", rss(*numbered(3)).replace(b"The text", b"The corrected text"))
    server.hold("/feed")
    with Terminal(home.command(), columns=160) as terminal:
        terminal.expect("1 of 3")
        terminal.send("R")
        server.wait_until_held(1)
        terminal.send("ms")
        terminal.expect("Starred")
        server.release()
        terminal.expect("Nothing new")
        terminal.send("\r")
        terminal.expect("The corrected text of Story 1.")
        terminal.send("q")
        assert terminal.wait() == 0
    assert home.titles() == ["Story 2", "Story 3"]
    assert home.titles("is:starred") == ["Story 1"]


def test_two_readers_share_a_store(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss(*numbered(3)))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    with Terminal(home.command(), columns=160) as one, Terminal(home.command(), columns=160) as other:
        one.expect("1 of 3")
        other.expect("1 of 3")
        one.send("ms")
        one.expect("Starred: it is kept")  # the sidebar has “Starred” too
        other.send("jm")
        other.expect("2 of 3")
        server.hold("/feed")
        one.send("R")
        server.wait_until_held(1)
        other.send("R")
        other.expect("Another newsreader is refreshing this store")
        server.release()
        one.expect("Nothing new")
        other.send("u")
        other.expect("Undid: Marked read: Story 2")
        for terminal in (one, other):
            terminal.send("q")
            assert terminal.wait() == 0
    assert home.titles() == ["Story 2", "Story 3"]
    assert home.titles("is:starred") == ["Story 1"]
    assert home.integrity() == "ok"


async def test_a_dozen_commands_at_once_lose_nothing(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss(*numbered(12)))
    home.subscribe(server.url("/feed"))

    async def run(*arguments: str) -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            *home.command(*arguments), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await process.communicate()
        return process.returncode, errors.decode()

    first = await asyncio.gather(*(run("refresh", "--all") for _ in range(3)))
    assert any(status == 0 for status, _ in first)
    assert all(status == 0 or "Another newsreader is refreshing" in errors for status, errors in first)
    marks = await asyncio.gather(*(run("mark", "read", str(number)) for number in range(1, 13)))
    assert {status for status, _ in marks} == {0}
    assert home.titles() == []
    assert home.integrity() == "ok"
