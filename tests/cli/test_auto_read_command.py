"""A feed that is kept from piling up, refreshed on the command line."""

from command_line import CommandLine
from feed_documents import numbered, rss
from loopback import LoopbackServer


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
