"""Which settings count for which address."""

import pytest

from newsreader.core.asking import DIRECT, UNUSABLE, USUAL, Asking, HowToAsk, Login, origin

FEED = "https://news.example.org/feed"


def test_what_is_said_of_a_feed_wins_over_its_host_and_that_over_all() -> None:
    asking = Asking(
        {FEED: HowToAsk(user_agent="feed", headers=(("X-One", "1"),))},
        {"news.example.org": HowToAsk("site", (("x-one", "2"), ("X-Two", "2")), proxy="http://p:1")},
        HowToAsk("all", (("X-Two", "3"), ("X-Three", "3")), proxy="http://q:1"),
    )
    assert asking.feed(FEED) == HowToAsk("feed", (("X-One", "1"), ("X-Two", "2"), ("X-Three", "3")), proxy="http://p:1")
    assert asking.feed("https://news.example.org/other").user_agent == "site"
    assert asking.feed("https://elsewhere.example/").user_agent == "all"


@pytest.mark.parametrize("url", ["newsreader:welcome", "file:///tmp/feed.xml"])
def test_what_is_not_on_the_web_is_asked_as_usual(url: str) -> None:
    assert Asking(everywhere=HowToAsk("all")).feed(url) == USUAL


def test_a_host_counts_for_those_below_it_but_not_its_headers_and_login() -> None:
    site = HowToAsk("agent", (("X-Key", "k"),), Login("me", "WORD"), "http://p:1")
    asking = Asking(sites={"example.org": site, "b.a.example.org": HowToAsk("deep")})
    assert asking.address("https://example.org:8443/x") == site
    assert asking.address("https://EXAMPLE.org./x") == site
    assert asking.address("https://a.example.org/x") == HowToAsk("agent", proxy="http://p:1")
    assert asking.address("https://b.a.example.org/x") == HowToAsk("deep", proxy="http://p:1")
    assert asking.address("https://notexample.org/x") == USUAL


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://news.example.org/page", True),
        ("https://news.example.org:443/page", True),
        ("https://NEWS.example.org/page", True),
        ("http://news.example.org/page", False),
        ("https://news.example.org:8443/page", False),
        ("https://example.org/page", False),
        ("https://[bad/", False),
        ("https://news.example.org:99999/", False),
    ],
)
def test_a_page_is_asked_as_its_feed_where_both_are_of_one_origin(url: str, same: bool) -> None:
    own = HowToAsk("agent", (("X-Key", "k"),), Login("me", "WORD"), "socks5h://p:1", insecure_tls=True)
    asking = Asking({FEED: own})
    assert (origin(url) == origin(FEED)) is same
    assert asking.linked(url, FEED) == (own if same else HowToAsk(proxy="socks5h://p:1"))


def test_no_proxy_at_all_wins_over_a_proxy() -> None:
    assert HowToAsk(proxy=DIRECT).over(HowToAsk(proxy="http://p:1")).proxy == DIRECT


def test_a_feeds_login_replaces_the_whole_login_of_its_host() -> None:
    own = Login("me", password_command=("pass", "news"))
    assert HowToAsk(login=own).over(HowToAsk(login=Login("other", "WORD"))).login == own


def test_secrets_are_in_no_representation() -> None:
    how = HowToAsk(
        headers=(("Authorization", "Bearer s3cret"),),
        login=Login("me", None, ("echo", "s3cret"), "s3cret"),
        proxy="http://a:s3cret@p:1",
    )
    assert "s3cret" not in repr(Asking({FEED: how}, {"example.org": how}, how))
    assert how.has_secrets
    assert not HowToAsk("agent", proxy="http://p:1").has_secrets


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (USUAL, "as usual"),
        (HowToAsk("agent/1", (("X-Key", "s3cret"), ("Cookie", "s3cret"))), "as “agent/1”, with X-Key, Cookie"),
        (HowToAsk(login=Login("me", password="s3cret")), "logged in as me"),
        (HowToAsk(proxy="http://me:s3cret@p.example:1"), "by way of http://p.example:1"),
        (HowToAsk(proxy=DIRECT, insecure_tls=True), "without a proxy, over unsafe TLS: its certificate is not checked"),
        (HowToAsk("agent/1", proxy=UNUSABLE), "not at all: its proxy is written wrongly"),
    ],
)
def test_it_is_told_in_words_without_secrets(how: HowToAsk, words: str) -> None:
    assert how.told() == words
