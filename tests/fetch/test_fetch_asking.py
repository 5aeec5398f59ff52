"""What the user says of the asking arrives where it belongs, and nowhere else."""

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply, Request
from newsreader.core.asking import Asking, HowToAsk, Login
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.logins import basic
from newsreader.fetch.network import Network
from tls_serving import serving

HOW = HowToAsk("agent/1", (("X-Key", "k"), ("Accept", "text/x")), Login("me", password="wörd"))


async def test_what_is_said_of_a_feed_arrives(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/feed"), Validators('"1"'), how=HOW))
    (hit,) = server.hits
    sent = {name: hit.headers.get(name) for name in ("user-agent", "x-key", "accept", "authorization", "if-none-match")}
    assert sent == {
        "user-agent": "agent/1",
        "x-key": "k",
        "accept": "text/x",
        "authorization": basic("me", "wörd"),
        "if-none-match": '"1"',
    }


async def test_it_stays_with_its_feed(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/feed"), how=HOW))
    await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert server.hits[1].headers["user-agent"].startswith("newsreader-tests/1")
    assert not {"x-key", "authorization"} & server.hits[1].headers.keys()


async def test_headers_and_login_follow_within_the_origin_and_no_further(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    with LoopbackServer() as other:
        server.redirect("/a", "/b")
        server.redirect("/b", other.url("/c"))
        other.redirect("/c", server.url("/d"))
        server.serve("/d", b"<rss/>")
        assert isinstance(await fetcher.fetch(FetchRequest(server.url("/a"), how=HOW)), Fetched)
        secret = [(hit.path, hit.headers.get("x-key"), hit.headers.get("authorization")) for hit in server.hits]
        own = basic("me", "wörd")
        assert secret == [("/a", "k", own), ("/b", "k", own), ("/d", None, None)]
        assert not {"x-key", "authorization"} & other.hits[0].headers.keys()
        assert other.hits[0].headers["user-agent"] == "agent/1"


async def test_another_name_or_port_of_the_same_server_is_another_origin(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.redirect("/a", server.url("/b", host="localhost"))
    server.serve("/b", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/a"), how=HOW))
    assert not {"x-key", "authorization"} & server.hits[1].headers.keys()


@pytest.mark.parametrize("how", [HOW, HowToAsk(insecure_tls=True)])
async def test_a_move_is_told_whatever_the_request_carries_and_nothing_of_that_goes_along(
    server: LoopbackServer, fetcher: Fetcher, how: HowToAsk
) -> None:
    with LoopbackServer() as other:
        server.redirect("/a", "/b", 301)
        server.serve("/b", b"<rss/>")
        server.redirect("/c", other.url("/d"), 301)
        other.serve("/d", b"<rss/>")
        near = await fetcher.fetch(FetchRequest(server.url("/a"), how=how))
        far = await fetcher.fetch(FetchRequest(server.url("/c"), how=how))
        usual = await fetcher.fetch(FetchRequest(server.url("/c")))
        assert isinstance(near, Fetched)
        assert isinstance(far, Fetched)
        assert isinstance(usual, Fetched)
        assert (near.moved_to, far.moved_to, usual.moved_to) == (server.url("/b"), other.url("/d"), other.url("/d"))
        assert not any({"x-key", "authorization"} & hit.headers.keys() for hit in other.hits)


async def test_a_login_in_the_address_wins(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/feed", host="you:x@127.0.0.1"), how=HOW))
    assert server.hits[0].headers["authorization"] == basic("you", "x")


async def test_the_users_name_for_the_program_stays_in_the_plain_request(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.script("/feed", Reply(403), Reply(body=b"<rss/>"))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"), how=HowToAsk("agent/1"))), Fetched)
    assert [hit.headers["user-agent"] for hit in server.hits] == ["agent/1", "agent/1"]


async def test_a_visit_asks_feeds_and_what_their_entries_name_as_the_user_says(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    for path in ("/feed", "/page"):
        server.serve(path, b"<rss/>")
    with LoopbackServer() as other:
        other.serve("/page", b"<html></html>")
        feed = server.url("/feed")
        visit = fetcher.visit(Asking({feed: HOW}, {"127.0.0.1": HowToAsk("site", (("X-Site", "s"),))}))
        await visit.fetch(FetchRequest(feed))
        await visit.fetch(FetchRequest(server.url("/page"), want="page", feed_url=feed))
        await visit.fetch(FetchRequest(other.url("/page"), want="page", feed_url=feed))
        sent = [
            tuple(hit.headers.get(name) for name in ("user-agent", "x-key", "x-site"))
            for hit in (*server.hits, *other.hits)
        ]
        assert sent == [("agent/1", "k", "s"), ("agent/1", "k", "s"), ("site", None, "s")]


# Unsafe TLS


@pytest.mark.parametrize("certificate", ["selfsigned", "expired", "elsewhere", "early"])
async def test_unsafe_tls_is_only_for_the_feed_that_asks_for_it(certificate: str) -> None:
    with serving(certificate) as server:
        async with Fetcher(user_agent="x", clock=FakeClock(), network=Network(proxies=dict)) as fetcher:
            url = server.url("/feed")
            assert isinstance(await fetcher.fetch(FetchRequest(url, how=HowToAsk(insecure_tls=True))), Fetched)
            assert isinstance(await fetcher.fetch(FetchRequest(url)), FetchFailed)
        assert len(server.hits) == 1


async def test_unsafe_tls_does_not_follow_to_another_host() -> None:
    with serving("selfsigned") as first, serving("selfsigned") as second:
        first.redirect("/a", second.url("/feed"))  # another port, the same host
        first.redirect("/b", second.url("/feed", host="localhost"))
        async with Fetcher(user_agent="x", clock=FakeClock(), network=Network(proxies=dict)) as fetcher:
            how = HowToAsk(insecure_tls=True)
            assert isinstance(await fetcher.fetch(FetchRequest(first.url("/a"), how=how)), Fetched)
            assert isinstance(await fetcher.fetch(FetchRequest(first.url("/b"), how=how)), FetchFailed)


# Cookies


def wants_cookie(request: Request) -> Reply:
    if "seen=1" in request.headers.get("cookie", ""):
        return Reply(body=b"<rss/>")
    return Reply(302, headers={"Location": request.target, "Set-Cookie": "seen=1; Path=/; HttpOnly"})


async def test_a_site_that_sends_everybody_round_once_to_set_a_cookie_is_read(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.answer("/feed", wants_cookie)
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)
    assert len(server.hits) == 2


async def test_cookies_are_kept_for_one_refresh_and_no_longer(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.answer("/feed", wants_cookie)
    visit = fetcher.visit(Asking(), shares_cookies=True)
    for _ in range(2):
        assert isinstance(await visit.fetch(FetchRequest(server.url("/feed"))), Fetched)
    assert len(server.hits) == 3
    await fetcher.visit(Asking(), shares_cookies=True).fetch(FetchRequest(server.url("/feed")))
    assert len(server.hits) == 5
    assert "cookie" not in server.hits[3].headers


async def test_a_cookie_goes_to_the_host_that_set_it_alone(server: LoopbackServer, fetcher: Fetcher) -> None:
    headers = {"Location": server.url("/b", host="localhost"), "Set-Cookie": "a=1; Domain=localhost; Path=/"}
    server.script("/a", Reply(302, headers=headers))
    server.serve("/b", b"<rss/>")
    await fetcher.fetch(FetchRequest(server.url("/a")))
    assert "cookie" not in server.hits[1].headers


async def test_a_cookie_of_the_users_own_is_sent_beside_those_of_the_site(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.answer("/feed", wants_cookie)
    how = HowToAsk(headers=(("Cookie", "own=2"),))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"), how=how)), Fetched)
    assert [hit.headers["cookie"] for hit in server.hits] == ["own=2", "own=2; seen=1"]


async def test_a_site_that_sends_round_for_ever_with_ever_new_cookies_is_given_up(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.answer("/f", lambda _: Reply(302, headers={"Location": "/f", "Set-Cookie": f"n={len(server.hits)}"}))
    outcome = await fetcher.fetch(FetchRequest(server.url("/f")))
    assert isinstance(outcome, FetchFailed)
    assert "more than 10 times" in outcome.reason
    assert len(server.hits) == 11
