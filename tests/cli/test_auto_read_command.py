"""A feed that is kept from piling up, refreshed on the command line."""

import pytest

from clock import FakeClock
from command_line import CommandLine
from feed_documents import numbered, rss
from loopback import LoopbackServer
from newsreader.core.entries import EntryFilter
from newsreader.store import Store


def test_a_refresh_marks_read_what_is_more_than_may_stay_unread(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/loud", rss(*numbered(9)))
    server.serve("/quiet", rss("Only one"))
    cli.subscribe(server.url("/loud"), server.url("/quiet"), extra="[defaults]\nmax_unread = 4\n")
    assert cli.run("refresh", "--all") == 0
    assert cli.run("list", "is:unread", "--json") == 0
    assert sorted(entry["feed_url"].rpartition("/")[2] for entry in cli.objects()) == ["loud"] * 4 + ["quiet"]


def test_a_refresh_marks_read_what_another_feed_has_brought_too(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/one", rss("Members open talks on digital trade", "Only here"))
    server.serve("/two", rss("Members open talks on digital trade", "Only there"))
    cli.subscribe(server.url("/one"), server.url("/two"), extra='[defaults]\nduplicates = "read"\n')
    assert cli.run("refresh", "--all") == 0
    assert cli.run("list", "is:unread", "--json") == 0
    assert sorted(entry["title"] for entry in cli.objects()) == [
        "Members open talks on digital trade",
        "Only here",
        "Only there",
    ]


@pytest.mark.parametrize("at_once", [0, 1_000])
def test_a_refresh_finds_copies_and_marks_none_unless_asked_to(
    cli: CommandLine, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("newsreader.wiring.working.COPIES_AT_ONCE", at_once)
    server.serve("/one", rss("Members open talks on digital trade", "Only here"))
    server.serve("/two", rss("Members open talks on digital trade", "Only there"))
    cli.subscribe(server.url("/one"), server.url("/two"))
    assert cli.run("refresh", "--all") == 0
    assert cli.run("list", "is:unread", "--json") == 0
    assert len(cli.objects()) == 4
    with Store.open(cli.data_dir / "newsreader.db", clock=FakeClock()) as store:
        assert store.entries.count(EntryFilter(read=False, folded=True)) == 3
