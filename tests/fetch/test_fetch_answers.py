"""What a server answers becomes an outcome."""

import gzip
from collections.abc import Mapping

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone, NotModified
from newsreader.fetch.answers import moment
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network

DATE = "Wed, 25 Nov 2026 11:00:00 GMT"


async def test_a_feed_is_fetched_with_its_facts(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve(
        "/feed?a=1",
        b"<rss/>",
        content_type="application/rss+xml; charset=utf-8",
        etag='W/"x"',
        last_modified=DATE,
        headers={"Cache-Control": "max-age=900"},
        gzip=True,
    )
    url = server.url("/feed?a=1")
    assert await fetcher.fetch(FetchRequest(url)) == Fetched(
        url,
        b"<rss/>",
        url,
        content_type="application/rss+xml; charset=utf-8",
        validators=Validators('W/"x"', DATE),
        fresh_for=900,
    )


async def test_the_request_says_who_asks_and_what_it_can_read_and_nothing_else(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.script("/feed", Reply(headers={"Set-Cookie": "spy=1; Path=/"}))
    for _ in range(2):
        await fetcher.fetch(FetchRequest(server.url("/feed")))
    for hit in server.hits:
        assert set(hit.headers) == {"host", "user-agent", "accept", "accept-encoding"}
        assert hit.headers["user-agent"] == "newsreader-tests/1 (+https://example.org/)"
        assert hit.headers["accept-encoding"] == "gzip, deflate, br"
        assert hit.headers["accept"].startswith("application/atom+xml, application/rss+xml")


async def test_validators_make_the_request_conditional_exactly_as_they_were(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.serve("/feed", b"<rss/>", etag='W/"a b"', last_modified=DATE)
    validators = Validators('W/"a b"', DATE)
    assert await fetcher.fetch(FetchRequest(server.url("/feed"), validators)) == NotModified(
        server.url("/feed"), validators
    )
    assert server.hits[0].headers["if-none-match"] == 'W/"a b"'
    assert server.hits[0].headers["if-modified-since"] == DATE


async def test_a_304_without_validators_keeps_those_sent_and_one_with_validators_renews_them(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.script("/feed", Reply(304), Reply(304, headers={"ETag": '"2"', "Cache-Control": "max-age=60"}))
    request = FetchRequest(server.url("/feed"), Validators('"1"'))
    assert await fetcher.fetch(request) == NotModified(request.url, Validators('"1"'))
    assert await fetcher.fetch(request) == NotModified(request.url, Validators('"2"'), 60)
    assert len(server.hits) == 2


async def test_a_304_that_was_not_asked_for_is_a_failure(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(304))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.status == 304
    assert "was not asked" in outcome.reason


async def test_gone_is_an_outcome_of_its_own(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(410, b"bye"))
    reason = "127.0.0.1 says that this feed is gone for good (410)."
    assert await fetcher.fetch(FetchRequest(server.url("/feed"))) == Gone(server.url("/feed"), reason)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (204, "nothing here (204)"),
        (206, "not a whole document (206 Partial Content)"),
        (300, "does not choose one (300 Multiple Choices)"),
        (400, "did not understand"),
        (401, "asks for a name and a password (401): give username and password_env for it in feeds.toml"),
        (402, "paid"),
        (403, "refuses access"),
        (404, "nothing at this address (404)"),
        (406, "can take (406)"),
        (418, "refused the request (418 I'm a Teapot)"),
        (429, "asked too often (429)"),
        (451, "legal reasons"),
        (499, "refused the request (499)"),
        (500, "fault of its own (500 Internal Server Error)"),
        (502, "fault of its own (502 Bad Gateway)"),
        (503, "overloaded or under repair (503)"),
        (520, "fault of its own (520)"),
        (999, "fault of its own (999)"),
    ],
)
async def test_every_other_status_is_a_sentence(
    server: LoopbackServer, fetcher: Fetcher, status: int, words: str
) -> None:
    server.script("/feed", Reply(status, b"" if status == 204 else b"<html>whatever</html>"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert words in outcome.reason
    assert outcome.reason.startswith("127.0.0.1 ")
    assert outcome.reason.endswith(".")
    assert (outcome.status, outcome.offline, outcome.retry_at) == (status, False, None)


async def test_a_network_that_wants_a_sign_in_counts_as_offline(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(511))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.offline
    assert "sign in" in outcome.reason


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3600", 3600), ("Wed, 25 Nov 2026 14:00:00 GMT", 7200), ("315360000", 31 * 86_400), ("xyz", None), ("-1", None)],
)
async def test_a_wait_asked_for_is_kept(
    server: LoopbackServer, fetcher: Fetcher, clock: FakeClock, status: int, value: str, seconds: int | None
) -> None:
    server.script("/feed", Reply(status, headers={"Retry-After": value}))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.retry_at == (None if seconds is None else clock.now() + seconds)
    assert ("again before 25 Nov 2026, 14:00 UTC." in outcome.reason) == (seconds == 7200)


@pytest.mark.parametrize(("seconds", "said"), [(60, "12:01"), (61, "12:02"), (10, "12:01"), (1, "12:01")])
def test_a_wait_is_told_in_full_minutes_and_never_too_short(clock: FakeClock, seconds: int, said: str) -> None:
    assert moment(clock.now() + seconds) == f"25 Nov 2026, {said} UTC"


@pytest.mark.parametrize(
    ("status", "headers", "page", "name"),
    [
        (403, {"cf-mitigated": "challenge"}, b"", "Cloudflare"),
        (403, {}, b"<html><head><title>Just a moment...</title>", "Cloudflare"),
        (503, {}, b"<script src=/cdn-cgi/challenge-platform/x></script>", "Cloudflare"),
        (403, {"Content-Encoding": "gzip"}, gzip.compress(b"<title>Just a moment...</title>", mtime=0), "Cloudflare"),
        (429, {}, b"<title>DDoS-Guard</title>", "DDoS-Guard"),
        (401, {}, b"<h1>Making sure you&#39;re not a bot!</h1>", "Anubis"),
        (403, {}, b"Enable JavaScript and cookies to continue", "a protection service"),
        (202, {}, b"<script src='https://x.token.awswaf.com/x/challenge.js'></script>", "AWS WAF"),
    ],
)
async def test_a_wall_against_robots_is_named(
    server: LoopbackServer, fetcher: Fetcher, status: int, headers: Mapping[str, str], page: bytes, name: str
) -> None:
    server.script("/feed", Reply(status, page, headers))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert f"lets {name} turn away" in outcome.reason
    assert outcome.status == status


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (b"<title>Members</title><form><input type='password' name=p></form>", "a login page (403)"),
        (b"<title>Security check</title><div class='g-recaptcha'></div>", "a check for robots (403)"),
    ],
)
async def test_a_page_behind_a_refusal_is_named_when_a_plain_request_has_not_helped(
    server: LoopbackServer, fetcher: Fetcher, page: bytes, words: str
) -> None:
    server.script("/feed", Reply(403, page, {"Content-Type": "text/html"}))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert words in outcome.reason
    assert len(server.hits) == 2


async def test_a_login_that_is_not_taken_is_not_asked_for_again(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(401))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host="name:word@127.0.0.1")))
    assert isinstance(outcome, FetchFailed)
    assert "does not accept the name and password" in outcome.reason


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403, b"x" * 200_000),
        Reply(403, b"not gzip", {"Content-Encoding": "gzip"}),
        Reply(403, b"odd", {"Content-Encoding": "zstd"}),
        Reply(raw=b"HTTP/1.1 403 No\r\nContent-Length: 99\r\n\r\ncut"),
    ],
)
async def test_a_refusal_whose_page_cannot_be_read_is_still_that_refusal(
    server: LoopbackServer, fetcher: Fetcher, reply: Reply
) -> None:
    server.script("/feed", reply)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.status == 403
    assert "refuses access" in outcome.reason


async def test_a_body_in_chunks_is_put_together(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(chunks=[b"<rss>", b"x" * 70_000, b"</rss>"]))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"<rss>" + b"x" * 70_000 + b"</rss>"


async def test_a_header_of_20_kilobytes_is_taken(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(body=b"ok", headers={"Content-Security-Policy": "x" * 20_000}))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


async def test_an_entity_tag_that_could_not_be_sent_back_is_not_kept(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.raw("/feed", b'HTTP/1.1 200 OK\r\nETag: "\xff\xfe"\r\nContent-Length: 2\r\n\r\nok')
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), Validators('"\udcff"')))
    assert isinstance(outcome, Fetched)
    assert outcome.validators == Validators()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(headers={"Content-Length": "2000000000"}),
        Reply(body=b"x" * 5001),
        Reply(chunks=(b"x" * 1000 for _ in iter(int, 1))),
        Reply(body=gzip.compress(bytes(5001)), headers={"Content-Encoding": "gzip"}),
    ],
)
async def test_a_body_too_large_is_refused_while_it_comes(
    server: LoopbackServer, clock: FakeClock, reply: Reply
) -> None:
    server.script("/feed", reply)
    limits = Limits(body_bytes=5000)
    async with Fetcher(user_agent="x", clock=clock, limits=limits, network=Network(proxies=dict)) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "The answer is too large: it has more than 5000 bytes, which no feed should need."
