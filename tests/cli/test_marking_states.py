"""Snoozing, deleting, tags and the list for later by the command line."""

import sqlite3

import pytest

from command_line import CommandLine
from feed_documents import rss
from loopback import LoopbackServer


@pytest.fixture
def stocked(cli: CommandLine, server: LoopbackServer) -> CommandLine:
    server.serve("/feed", rss("Chips", "Trade talks", "Forum"))
    cli.subscribe(server.url("/feed"))
    assert cli.run("refresh", "--all", "--json") == 0
    return cli


def titles(cli: CommandLine, query: str = "") -> list[str]:
    assert cli.run("list", query, "--json") == 0
    return sorted(entry["title"] for entry in cli.objects())


@pytest.mark.parametrize(
    ("verb", "query", "back"),
    [
        ("later", "is:later", "unlater"),
        ("tag:big news", 'tag:"Big News"', "untag:BIG NEWS"),
        ("snooze:2w", "is:snoozed", "unsnooze"),
        ("star", "is:starred", "unstar"),
    ],
)
def test_a_mark_is_found_by_its_query_and_taken_back(stocked: CommandLine, verb: str, query: str, back: str) -> None:
    assert stocked.run("mark", verb, "--query", "title:chips") == 0
    assert stocked.out == "1 changed\n"
    assert titles(stocked, query) == ["Chips"]
    assert stocked.run("mark", back, "--query", query) == 0
    assert stocked.out == "1 changed\n"
    assert titles(stocked, query) == []
    assert len(titles(stocked)) == 3


@pytest.mark.parametrize("verb", ["delete", "snooze:tomorrow"])
def test_what_is_hidden_is_not_listed_and_not_counted(stocked: CommandLine, verb: str) -> None:
    stocked.run("mark", verb, "--query", "title:chips")
    assert titles(stocked) == ["Forum", "Trade talks"]
    assert titles(stocked, "chips") == []
    stocked.run("refresh", "--all", "--json")
    stocked.run("feeds", "--json")
    assert [(feed["entries"], feed["unread"]) for feed in stocked.objects()] == [(2, 2)]


def test_what_was_deleted_can_be_put_back_by_its_number(stocked: CommandLine) -> None:
    stocked.run("list", "title:chips", "--json")
    number = str(stocked.objects()[0]["id"])
    stocked.run("mark", "delete", number)
    assert stocked.run("mark", "undelete", number) == 0
    assert len(titles(stocked)) == 3


def test_tags_are_the_feeds_and_then_the_entrys_own(stocked: CommandLine) -> None:
    stocked.run("mark", "tag:chips", "--query", "title:chips")
    stocked.run("mark", "tag:UN", "--query", "title:chips")
    stocked.run("list", "is:tagged", "--json")
    (chips,) = stocked.objects()
    assert chips["tags"] == ["un", "chips"]
    assert stocked.run("show", str(chips["id"]), "--format", "json") == 0
    assert stocked.objects()[0]["tags"] == ["un", "chips"]


def test_an_entry_says_that_it_is_for_later_or_snoozed_only_where_it_is(stocked: CommandLine) -> None:
    stocked.run("mark", "later", "--query", "title:chips")
    stocked.run("mark", "snooze:2h", "--query", "title:forum")
    stocked.run("list", "is:later", "--json")
    assert stocked.objects()[0]["later"] is True
    stocked.run("list", "is:snoozed", "--json")
    assert stocked.objects()[0]["snoozed_until"].endswith("+00:00")
    stocked.run("list", "title:trade", "--json")
    assert not {"later", "snoozed_until", "note"} & stocked.objects()[0].keys()


@pytest.mark.parametrize("verb", ["tag:", "tag", "later:", "snooze:soon", "snooze:2020-01-01", "untag: # ", "Later"])
def test_a_mistyped_mark_gets_a_sentence(stocked: CommandLine, verb: str) -> None:
    assert stocked.run("mark", verb, "--query", "title:chips") == 2
    assert "“" in stocked.err and "Traceback" not in stocked.err
    assert len(titles(stocked)) == 3


def test_every_command_sees_what_is_due_back_on_top(stocked: CommandLine) -> None:
    stocked.run("mark", "read", "--query", "title:chips")
    stocked.run("mark", "snooze:1h", "--query", "title:chips")
    past = sqlite3.connect(stocked.data_dir / "newsreader.db")
    past.execute("UPDATE snooze SET until = 1700000000")
    past.commit()
    past.close()
    stocked.run("feeds", "--json")
    assert stocked.objects()[0]["unread"] == 3
    stocked.run("list", "--json")
    first = stocked.objects()[0]
    assert (first["title"], first["read"]) == ("Chips", False)
