"""How a feed is asked when the usual request does not do: plainly, and conditionally behind redirects."""

import pytest

from loopback import LoopbackServer, Reply, Request
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, NotModified
from newsreader.fetch.http import Fetcher

PLAIN_AGENT = "Mozilla/5.0 (compatible; newsreader-tests/1; +https://example.org/)"


@pytest.mark.parametrize("status", [403, 406])
async def test_a_refused_feed_is_asked_once_more_plainly_and_says_that_it_worked(
    server: LoopbackServer, fetcher: Fetcher, status: int
) -> None:
    server.script("/feed", Reply(status), Reply(200, b"<rss/>"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.plain) == (b"<rss/>", True)
    first, second = server.hits
    assert first.headers["user-agent"].startswith("newsreader-tests/1 ")
    assert (second.headers["user-agent"], second.headers["accept"]) == (PLAIN_AGENT, "*/*")


@pytest.mark.parametrize(
    ("status", "plain", "asked"),
    [(403, False, 2), (406, False, 2), (403, True, 2), (401, False, 1), (404, False, 1), (429, False, 1)],
)
async def test_one_more_try_is_all_and_only_where_it_may_help(
    server: LoopbackServer, fetcher: Fetcher, status: int, plain: bool, asked: int
) -> None:
    server.script("/feed", Reply(status))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), plain=plain))
    assert isinstance(outcome, FetchFailed)
    assert outcome.status == status
    assert len(server.hits) == asked


async def test_what_worked_is_asked_so_at_once_and_conditionally(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"<rss/>", etag='"1"')
    url = server.url("/feed")
    outcome = await fetcher.fetch(FetchRequest(url, Validators('"1"'), plain=True))
    assert outcome == NotModified(url, Validators('"1"'), plain=True)
    assert [hit.headers["user-agent"] for hit in server.hits] == [PLAIN_AGENT]


async def test_what_works_no_longer_is_forgotten(server: LoopbackServer, fetcher: Fetcher) -> None:
    def answer(request: Request) -> Reply:
        return Reply(403) if "Mozilla" in request.headers["user-agent"] else Reply(200, b"<rss/>")

    server.answer("/feed", answer)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), plain=True))
    assert isinstance(outcome, Fetched)
    assert not outcome.plain
    assert len(server.hits) == 2


async def test_a_challenge_is_not_worked_around(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(403, headers={"cf-mitigated": "challenge"}), Reply(200, b"<rss/>"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert len(server.hits) == 1


@pytest.mark.parametrize("want", ["page", "image"])
async def test_only_feeds_are_asked_again(server: LoopbackServer, fetcher: Fetcher, want: str) -> None:
    server.script("/x", Reply(403))
    await fetcher.fetch(FetchRequest(server.url("/x"), want=want))  # type: ignore[arg-type]
    assert len(server.hits) == 1


async def test_a_feed_behind_a_redirect_is_conditional_where_its_validators_came_from(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.redirect("/a", "/b")
    server.serve("/b", b"<rss/>", etag='"1"')
    first = await fetcher.fetch(FetchRequest(server.url("/a")))
    assert isinstance(first, Fetched)
    assert first.validators == Validators('"1"', None, server.url("/b"))
    second = await fetcher.fetch(FetchRequest(server.url("/a"), first.validators))
    assert second == NotModified(server.url("/a"), first.validators)
    asked = [(hit.path, hit.headers.get("if-none-match")) for hit in server.hits[2:]]
    assert asked == [("/a", None), ("/b", '"1"')]


async def test_a_redirect_that_leads_elsewhere_now_gets_no_validators(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", "/c")
    server.serve("/c", b"<rss/>", etag='"1"')
    outcome = await fetcher.fetch(FetchRequest(server.url("/a"), Validators('"1"', None, server.url("/b"))))
    assert isinstance(outcome, Fetched)
    assert not any("if-none-match" in hit.headers for hit in server.hits)


async def test_the_new_entries_alone_are_taken_where_the_last_ones_are_known(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    part = Reply(226, b"<rss/>", {"IM": "feed", "ETag": '"2"', "Content-Type": "application/rss+xml"})
    server.script("/feed", part)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), Validators('"1"')))
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.partial, outcome.validators) == (b"<rss/>", True, Validators('"2"'))
    assert (server.hits[0].headers["a-im"], server.hits[0].headers["if-none-match"]) == ("feed", '"1"')


@pytest.mark.parametrize(
    "validators", [Validators(), Validators(None, "Wed, 25 Nov 2026 10:00:00 GMT")], ids=["none", "a date"]
)
async def test_a_part_that_was_not_asked_for_is_no_answer(
    server: LoopbackServer, fetcher: Fetcher, validators: Validators
) -> None:
    server.script("/feed", Reply(226, b"<rss/>", {"IM": "feed"}))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), validators))
    assert isinstance(outcome, FetchFailed)
    assert ["a-im" in hit.headers for hit in server.hits] == [False]


@pytest.mark.parametrize("manipulations", [None, "vcdiff", "feed, gzip"])
async def test_of_a_part_that_cannot_be_read_the_whole_is_asked_for(
    server: LoopbackServer, fetcher: Fetcher, manipulations: str | None
) -> None:
    fields = {} if manipulations is None else {"IM": manipulations}
    server.script("/feed", Reply(226, b"part", fields), Reply(200, b"<rss/>", {"ETag": '"2"'}))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), Validators('"1"', "yesterday")))
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.partial, outcome.validators) == (b"<rss/>", False, Validators('"2"'))
    second = server.hits[1].headers
    assert not {"a-im", "if-none-match", "if-modified-since"} & second.keys()


@pytest.mark.parametrize(
    "rest", [b"Content-Length: 5\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"], ids=["body", "chunks"]
)
async def test_a_304_with_a_body_is_one_all_the_same_and_spoils_no_other_answer(
    server: LoopbackServer, fetcher: Fetcher, rest: bytes
) -> None:
    """A 304 has no body, whatever its fields say (RFC 9112, 6.3)."""
    server.script("/feed", Reply(raw=b"HTTP/1.1 304 Not Modified\r\n" + rest), Reply(200, b"<rss/>"))
    request = FetchRequest(server.url("/feed"), Validators('"1"'))
    assert isinstance(await fetcher.fetch(request), NotModified)
    assert isinstance(await fetcher.fetch(request), Fetched)
    assert len(server.hits) == 2


async def test_a_server_that_sends_parts_for_ever_is_a_failure(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(226, b"part", {"IM": "vcdiff"}))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), Validators('"1"')))
    assert isinstance(outcome, FetchFailed)
    assert len(server.hits) == 2


@pytest.mark.parametrize(
    ("sent", "renewed", "kept"),
    [
        ({"ETag": '"2"'}, Validators('"2"', "yesterday"), "another tag"),
        ({"Last-Modified": "today"}, Validators('"1"', "today"), "another date"),
        ({"ETag": '"2"', "Last-Modified": "today"}, Validators('"2"', "today"), "both"),
        ({}, Validators('"1"', "yesterday"), "nothing"),
    ],
)
async def test_a_304_renews_what_it_names_and_nothing_else(
    server: LoopbackServer, fetcher: Fetcher, sent: dict[str, str], renewed: Validators, kept: str
) -> None:
    """RFC 9111, 3.2 and 4.3.4."""
    server.script("/feed", Reply(304, headers=sent))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), Validators('"1"', "yesterday")))
    assert isinstance(outcome, NotModified), kept
    assert outcome.validators == renewed


async def test_a_permanent_move_shows_in_a_304_too(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", "/b", 308)
    server.serve("/b", b"<rss/>", etag='"1"')
    outcome = await fetcher.fetch(FetchRequest(server.url("/a"), Validators('"1"', None, server.url("/b"))))
    assert isinstance(outcome, NotModified)
    assert outcome.moved_to == server.url("/b")


async def test_a_failure_behind_a_redirect_names_the_server_it_led_to(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", server.url("/b", host="localhost"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/a")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.led_to == f"localhost:{server.port}"
    direct = await fetcher.fetch(FetchRequest(server.url("/b")))
    assert isinstance(direct, FetchFailed)
    assert direct.led_to is None
