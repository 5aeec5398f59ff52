"""A page in feeds.toml that has a feed: found once, said in a sentence, watched all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import CommandLine
from feed_documents import rss
from loopback import LoopbackServer
from news_site import LIST_PATH, news_site
from newsreader.library.page_probe import AT_ONCE

LINK = b'<link rel="alternate" type="application/rss+xml" href="/news.xml">'


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        for path, body in news_site("en").items():
            page = body if path != LIST_PATH else body.replace(b"</head>", LINK + b"</head>")
            one.serve(path, page, content_type="text/html")
        yield one


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], server: LoopbackServer) -> CommandLine:
    """A user who watches the list page of the example site."""
    one = CommandLine(tmp_path, capsys)
    one.subscribe(extra=f'[[page]]\nurl = "{server.url(LIST_PATH)}"\n')
    return one


def test_a_page_with_a_feed_is_watched_and_its_feed_is_named(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/news.xml", rss("Chips"))
    assert cli.run("refresh", "--all") == 0
    cli.run("feeds")
    assert f"{server.url(LIST_PATH)} has a feed: {server.url('/news.xml')}." in cli.out
    cli.run("list")
    assert cli.out.count("\n") == 12


def test_a_page_is_looked_at_once(cli: CommandLine, server: LoopbackServer) -> None:
    cli.run("refresh", "--all")
    tried = [hit.path for hit in server.hits].count("/news.xml")
    cli.run("refresh", "--all")
    assert [hit.path for hit in server.hits].count("/news.xml") == tried == 1
    cli.run("feeds")
    assert "has a feed" not in cli.out


def test_a_page_that_does_not_answer_is_left_alone_and_holds_up_no_other(
    cli: CommandLine, server: LoopbackServer
) -> None:
    server.serve("/news.xml", rss("Chips"))
    gone = [f"/gone-{number}" for number in range(AT_ONCE)]
    pages = "".join(f'[[page]]\nurl = "{server.url(path)}"\n' for path in (*gone, LIST_PATH))
    cli.subscribe(extra=pages)
    cli.run("refresh", "--all")
    tried = [hit.path for hit in server.hits].count(gone[0])
    cli.run("refresh", "--all")
    assert [hit.path for hit in server.hits].count(gone[0]) == tried + 1
    cli.run("feeds")
    assert cli.out.count("has a feed") == 1
