"""A refresh on a machine without a network is one sentence, not one for each feed, for scripts and for the ear."""

import io
from contextlib import ExitStack

import pytest

from command_line import CommandLine
from feed_documents import rss
from loopback import LoopbackServer


def test_a_machine_without_a_network_is_one_sentence_and_no_feed_s_fault(cli: CommandLine) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(LoopbackServer(host=f"127.0.0.{number}")) for number in range(2, 7)]
        for server in servers:
            server.serve("/feed", rss("Chips"))
        cli.subscribe(*(server.url("/feed") for server in servers))
        assert cli.run("refresh") == 0
    assert cli.run("refresh", "--all") == 3
    assert cli.err == "Offline: no feed could be reached. Check the connection and try again.\n"
    assert cli.out.splitlines()[-1].startswith("5 feeds: 0 new, 0 changed, 5 failed")
    cli.run("refresh", "--all", "--verbose")
    assert cli.err.count("refuses connections") == 5, "who asks for it is told of every feed"
    cli.run("feeds", "--json")
    assert [feed["error"] for feed in cli.objects()] == [None] * 5


def test_a_login_page_of_the_network_is_named(cli: CommandLine) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(LoopbackServer()) for _ in range(3)]
        for server in servers:
            server.serve("/feed", rss("Chips"))
        cli.subscribe(*(server.url("/feed") for server in servers))
        assert cli.run("refresh") == 0
        for server in servers:
            server.serve("/feed", "<!doctype html><title>Hotel</title><input type=password>", content_type="text/html")
        assert cli.run("refresh", "--all") == 3
    assert cli.err.splitlines()[-1] == (
        "A login page of this network answers instead of the feeds: sign in with a browser. Then try again."
    )
    assert len(cli.err.splitlines()) == 2, "and what all feeds fail of"


def test_a_cause_that_all_feeds_share_is_told_once(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    cli.subscribe("http://a.example/", "http://b.example/", "http://c.example/")
    assert cli.run("refresh") == 3
    assert [line.partition(":")[0] for line in cli.err.splitlines()] == [
        "The proxy set in the environment cannot be reached.",
        "Offline",
    ]


def test_offline_is_one_sentence_in_plain_mode(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(LoopbackServer()) for _ in range(3)]
        for server in servers:
            server.serve("/feed", rss("Chips"))
        cli.subscribe(*(server.url("/feed") for server in servers))
        assert cli.run("refresh") == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("refresh\nquit\n"))
    assert cli.run("--plain") == 0
    said = cli.out.splitlines()
    assert said[said.index("Refreshing.") + 1] == (
        "Refresh ended. Offline: no feed could be reached. What is stored can be read."
    )


def test_one_feed_that_fails_is_told(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/a", rss("Chips"))
    cli.subscribe(server.url("/a"), server.url("/b"))
    assert cli.run("refresh") == 3
    assert "(404)" in cli.err
    assert "Failing since" in cli.err
