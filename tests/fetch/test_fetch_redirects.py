"""Redirects: followed, counted, refused; and what is carried along."""

import base64

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone, NotModified
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network


async def failure(fetcher: Fetcher, url: str) -> FetchFailed:
    outcome = await fetcher.fetch(FetchRequest(url))
    assert isinstance(outcome, FetchFailed)
    return outcome


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_and_a_move_noted_where_it_is_permanent(
    server: LoopbackServer, fetcher: Fetcher, status: int
) -> None:
    server.redirect("/old", "new", status)
    server.serve("/new", b"<rss/>")
    outcome = await fetcher.fetch(FetchRequest(server.url("/old")))
    assert isinstance(outcome, Fetched)
    assert (outcome.url, outcome.final_url, outcome.body) == (server.url("/old"), server.url("/new"), b"<rss/>")
    assert outcome.moved_to == (server.url("/new") if status in (301, 308) else None)


@pytest.mark.parametrize(("statuses", "moved"), [((301, 308), True), ((301, 302), False), ((307, 301), False)])
async def test_a_move_is_one_only_where_every_redirect_is_permanent(
    server: LoopbackServer, fetcher: Fetcher, statuses: tuple[int, int], moved: bool
) -> None:
    server.redirect("/1", "/2", statuses[0])
    server.redirect("/2", "/3", statuses[1])
    server.serve("/3", b"<rss/>")
    outcome = await fetcher.fetch(FetchRequest(server.url("/1")))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to == (server.url("/3") if moved else None)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "/b"),
        ("b?x=1", "/a/b?x=1"),
        ("../b", "/b"),
        (" /b ", "/b"),
        ("?page=2", "/a/feed?page=2"),
        ("/b#part", "/b"),
        ("/with space", "/with%20space"),
        ("/путь", "/%D0%BF%D1%83%D1%82%D1%8C"),
    ],
)
async def test_a_location_is_relative_to_where_it_was_found(
    server: LoopbackServer, fetcher: Fetcher, location: str, target: str
) -> None:
    server.raw("/a/feed", b"HTTP/1.1 302 Found\r\nLocation: " + location.encode() + b"\r\nContent-Length: 0\r\n\r\n")
    server.serve(target, b"<rss/>")
    outcome = await fetcher.fetch(FetchRequest(server.url("/a/feed")))
    assert isinstance(outcome, Fetched)
    assert outcome.final_url == server.url(target)


async def test_a_location_in_an_old_encoding_is_asked_byte_by_byte(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.raw("/a", b"HTTP/1.1 302 Found\r\nLocation: /\xef\xf3\xf2\xfc\r\nContent-Length: 0\r\n\r\n")
    server.serve("/%EF%F3%F2%FC", b"<rss/>")
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/a"))), Fetched)


async def test_ten_redirects_are_followed_and_eleven_are_not(server: LoopbackServer, fetcher: Fetcher) -> None:
    for number in range(1, 12):
        server.redirect(f"/{number}", f"/{number - 1}")
    server.serve("/0", b"<rss/>")
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/10"))), Fetched)
    failed = await failure(fetcher, server.url("/11"))
    assert "again and again (more than 10 times)" in failed.reason


@pytest.mark.parametrize("way", [["/a"], ["/b", "/a"], ["/b", "/c", "/b"], ["#x"]])
async def test_a_circle_of_redirects_is_named(server: LoopbackServer, fetcher: Fetcher, way: list[str]) -> None:
    places = ["/a", *way]
    for place, target in zip(places, way, strict=False):
        server.redirect(place, target)
    failed = await failure(fetcher, server.url("/a"))
    assert "round in a circle" in failed.reason
    assert failed.status == 302
    assert len(server.hits) == len(way)


async def test_a_circle_is_named_in_a_line_and_without_its_key(server: LoopbackServer, fetcher: Fetcher) -> None:
    place = f"/b?token=s3cret&x={'x' * 5_000}"
    server.redirect("/a", place)
    server.redirect("/b", place)
    failed = await failure(fetcher, server.url("/a"))
    assert "round in a circle" in failed.reason
    assert "s3cret" not in failed.reason
    assert len(failed.reason) < 500


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (None, "does not say where to (302)"),
        ("", "does not say where to"),
        ("   ", "does not say where to"),
        ("file:///etc/passwd", "“file:” address, which is not followed"),
        ("newsreader:welcome", "“newsreader:” address"),
        ("javascript:alert(1)", "“javascript:” address"),
        ("ftp://127.0.0.1/x", "“ftp:” address"),
        ("gopher://127.0.0.1:70/_x", "“gopher:” address"),
        ("data:text/xml,<rss/>", "“data:” address"),
        ("http://[bad/", "not an address"),
        ("http://127.0.0.1:99999/", "not an address"),
        ("http://", "not an address"),
        ("https:///path", "not an address"),
    ],
)
async def test_a_redirect_to_nowhere_or_to_another_kind_of_address_is_refused(
    server: LoopbackServer, fetcher: Fetcher, location: str | None, words: str
) -> None:
    server.script("/a", Reply(302, headers={} if location is None else {"Location": location}))
    failed = await failure(fetcher, server.url("/a"))
    assert words in failed.reason
    assert failed.status == 302
    assert len(server.hits) == 1


async def test_what_stands_at_the_end_of_redirects_is_the_outcome(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", "/gone", 301)
    server.script("/gone", Reply(410))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/a"))), Gone)


async def test_validators_belong_to_the_place_they_came_from(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", "/b")
    server.serve("/b", b"<rss/>", etag='"1"', last_modified="Wed, 25 Nov 2026 12:00:00 GMT")
    outcome = await fetcher.fetch(FetchRequest(server.url("/a"), Validators('"1"')))
    assert isinstance(outcome, Fetched)
    assert outcome.validators == Validators('"1"', "Wed, 25 Nov 2026 12:00:00 GMT", server.url("/b"))
    assert [("if-none-match" in hit.headers) for hit in server.hits] == [True, False]


async def test_a_304_from_another_place_is_no_success(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", "/b")
    server.script("/b", Reply(304))
    outcome = await fetcher.fetch(FetchRequest(server.url("/a"), Validators('"1"')))
    assert not isinstance(outcome, NotModified)


def basic(login: str) -> str:
    return "Basic " + base64.b64encode(login.encode()).decode()


@pytest.mark.parametrize(
    ("login", "sent"), [("name:word", "name:word"), ("name", "name:"), ("n%40me:p%3Ass%20%C3%A9", "n@me:p:ss é")]
)
async def test_a_login_in_the_address_is_sent_and_never_shown(
    server: LoopbackServer, fetcher: Fetcher, login: str, sent: str
) -> None:
    server.serve("/feed", b"<rss/>")
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host=f"{login}@127.0.0.1")))
    assert isinstance(outcome, Fetched)
    assert outcome.final_url == server.url("/feed")
    assert server.hits[0].headers["authorization"] == basic(sent)
    failed = await failure(fetcher, server.url("/none", host=f"{login}@127.0.0.1"))
    assert "word" not in failed.reason
    assert "@" not in failed.reason


async def test_a_login_stays_within_its_origin(server: LoopbackServer, fetcher: Fetcher) -> None:
    with LoopbackServer() as other:
        server.redirect("/a", "/b", 301)
        server.redirect("/b", other.url("/c"))
        other.redirect("/c", server.url("/d"))
        server.serve("/d", b"<rss/>")
        outcome = await fetcher.fetch(FetchRequest(server.url("/a", host="name:word@127.0.0.1")))
        assert isinstance(outcome, Fetched)
        logins = [(hit.path, hit.headers.get("authorization")) for hit in server.hits]
        assert logins == [("/a", basic("name:word")), ("/b", basic("name:word")), ("/d", None)]
        assert "authorization" not in other.hits[0].headers
        assert "referer" not in other.hits[0].headers


async def test_a_login_does_not_go_to_another_name_of_the_same_server(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.redirect("/a", server.url("/b", host="localhost"))
    server.serve("/b", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/a", host="name:word@127.0.0.1")))
    assert [("authorization" in hit.headers) for hit in server.hits] == [True, False]


async def test_a_login_that_a_redirect_brings_is_neither_used_nor_kept(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.redirect("/a", server.url("/b", host="name:word@127.0.0.1"), 301)
    server.serve("/b", b"<rss/>")
    outcome = await fetcher.fetch(FetchRequest(server.url("/a")))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to == outcome.final_url == server.url("/b")
    assert "authorization" not in server.hits[1].headers


async def test_no_redirect_is_followed_where_none_is_allowed(server: LoopbackServer, clock: FakeClock) -> None:
    server.redirect("/a", "/b")
    network = Network(proxies=dict)
    async with Fetcher(user_agent="x", clock=clock, limits=Limits(redirects=0), network=network) as fetcher:
        await failure(fetcher, server.url("/a"))
    assert len(server.hits) == 1
