"""Cookies: kept for the very host, path and safety that they were set for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from clock import FakeClock
from newsreader.fetch.cookies import MOST, Jar


def heard(*lines: str, at: str = "https://a.example/x/feed") -> Jar:
    jar = Jar(FakeClock())
    jar.hear(URL(at), lines)
    return jar


@pytest.mark.parametrize(
    ("line", "url", "sent"),
    [
        ("a=1", "https://a.example/x/feed", "a=1"),
        ("a=1", "https://a.example/x/other", "a=1"),
        ("a=1", "https://a.example/xy", None),
        ("a=1", "https://a.example/", None),
        ("a=1; Path=/", "https://a.example/", "a=1"),
        ("a=1; path=/y", "https://a.example/y/z", "a=1"),
        ("a=1; Path=relative", "https://a.example/x", "a=1"),
        ("a=1; Path=/", "https://b.a.example/", None),
        ("a=1; Path=/; Domain=example", "https://b.example/", None),
        ("a=1; Path=/; Domain=a.example", "https://b.a.example/", None),
        ("a=1; Path=/", "http://a.example/", "a=1"),
        ("a=1; Path=/; Secure", "http://a.example/", None),
        ("a=1; Path=/; Secure", "https://a.example/", "a=1"),
        ('a="b c"; Path=/', "https://a.example/", 'a="b c"'),
        ("a=; Path=/", "https://a.example/", "a="),
        ("a=1=2; Path=/", "https://a.example/", "a=1=2"),
        ("a; Path=/", "https://a.example/", None),
        ("=1; Path=/", "https://a.example/", None),
        ("a=1; Path=/; Max-Age=60", "https://a.example/", "a=1"),
        ("a=1; Path=/; Max-Age=0", "https://a.example/", None),
        ("a=1; Path=/; Max-Age=-5", "https://a.example/", None),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://a.example/", None),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", "https://a.example/", "a=1"),
        ("a=1; Path=/; Expires=nonsense", "https://a.example/", "a=1"),
        ("a=1\r\nX: y; Path=/", "https://a.example/", None),
        ("a=ü; Path=/", "https://a.example/", None),
        (f"a={'x' * 5000}; Path=/", "https://a.example/", None),
    ],
)
def test_where_a_cookie_goes(line: str, url: str, sent: str | None) -> None:
    assert heard(line).header(URL(url)) == sent


def test_a_cookie_meant_to_be_safe_is_not_taken_over_an_open_connection() -> None:
    assert heard("a=1; Path=/; Secure", at="http://a.example/").header(URL("https://a.example/")) is None


def test_the_newest_of_a_name_counts_and_one_that_ends_is_gone() -> None:
    jar = heard("a=1; Path=/", "a=2; Path=/", "b=1; Path=/", "b=; Path=/; Max-Age=0", "c=3")
    assert jar.header(URL("https://a.example/x/y")) == "c=3; a=2"


def test_a_host_sets_fifty_at_most() -> None:
    jar = heard(*(f"n{number}=1; Path=/" for number in range(80)))
    assert (jar.header(URL("https://a.example/")) or "").count("=") == MOST


@given(st.lists(st.text(max_size=60), max_size=5))
def test_whatever_a_server_sets_a_header_stays_one_line(lines: list[str]) -> None:
    sent = heard(*lines).header(URL("https://a.example/x/feed"))
    assert sent is None or (sent.isascii() and sent.replace("\t", " ").isprintable())


def test_no_more_cookies_are_sent_than_a_server_takes() -> None:
    jar = Jar(FakeClock())
    url = URL("https://news.example/feed")
    jar.hear(url, [f"{name}={name * 3_000}; Path=/" for name in "abcdef"] + ["last=1; Path=/"])
    assert jar.header(url) == f"a={'a' * 3_000}; b={'b' * 3_000}; last=1"
