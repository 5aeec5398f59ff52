"""Addresses are shown without secrets, and judged without raising."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.urls import ascii_host, display_url, host_of, is_web_url, server_of, short_name, without_secrets


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/feed?x=1#y", "https://news.example/feed?x=1#y"),
        ("https://name:word@news.example/feed", "https://news.example/feed"),
        ("https://name@news.example:8443/feed", "https://news.example:8443/feed"),
        ("https://na@me:wo@rd@news.example/feed", "https://news.example/feed"),
        ("http://x/%1b[31m", "http://x/%1b[31m"),
        ("http://x/\x1b[31mred", "http://x/red"),
        ("  http://x/a\nb ", "http://x/a b"),
        ("https://раздел.example/путь", "https://xn--80aidgwz.example/путь"),
        ("https://name:word@аpple.example:81/", "https://xn--pple-43d.example:81/"),
        ("https://e.example/mail@box", "https://e.example/mail@box"),
        ("http://[bad", "http://[bad"),
        ("http://u:p@[bad", "http://[bad"),
        ("https://name:wo/rd@news.example/feed", "https://news.example/feed"),
        ("https://e.example/feed?format=rss&token=abc123#x", "https://e.example/feed?format=rss&token=…#x"),
        ("https://e.example/feed?API_KEY=abc&x=1", "https://e.example/feed?API_KEY=…&x=1"),
        ("https://e.example/feed?user_token=abc", "https://e.example/feed?user_token=…"),
        ("https://e.example/feed?monkey=1&keyword=un", "https://e.example/feed?monkey=1&keyword=un"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_login_and_controls_and_with_the_ascii_host(url: str, shown: str) -> None:
    assert display_url(url) == shown


def test_a_long_address_is_cut() -> None:
    assert len(display_url("https://x/" + "a" * 5000)) == 200


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://News.Example:8080/feed", "news.example"),
        ("https://name:word@news.example/", "news.example"),
        ("http://[::1]:80/", "::1"),
        ("https://пример.рф/", "xn--e1afmkfd.xn--p1ai"),
        ("file:///etc/passwd", ""),
        ("newsreader:welcome", ""),
        ("http://[bad", ""),
        ("http://x:notaport/", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url", ["http://x/", "https://x", "HTTPS://X.example/a?b", "http://[::1]/", "http://127.0.0.1:8/"]
)
def test_web_addresses(url: str) -> None:
    assert is_web_url(url)


@pytest.mark.parametrize(
    "url",
    ["", "x", "/a", "//x/a", "ftp://x/", "file:///a", "javascript:alert(1)", "http://", "http:///a", "https:x",
     "http://x/a b", "http://x/\x1b", "http://x:99999/", "http://[bad"],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    assert not is_web_url(url)


@pytest.mark.parametrize(
    ("name", "short"),
    [("https://a.example/feed", "a.example/feed"), ("http://a.example/", "a.example/"), ("UN News", "UN News")],
)
def test_of_an_address_a_short_name_leaves_out_what_all_have(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_host_without_an_ascii_form_stays() -> None:
    assert ascii_host("ä" * 80) == "ä" * 80


@given(st.text() | st.text().map(lambda text: f"https://{text}"))
def test_no_text_makes_them_raise(text: str) -> None:
    shown = display_url(text)
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert isinstance(host_of(text), str)
    assert isinstance(is_web_url(text), bool)


@given(st.from_regex(r"[a-z0-9:%]{1,12}", fullmatch=True))
def test_a_password_is_never_shown(word: str) -> None:
    assert display_url(f"https://SECRET{word}@news.example/feed") == "https://news.example/feed"


def test_addresses_inside_other_text_lose_their_secrets_too() -> None:
    text = "GET http://name:word@news.example/feed?key=abc failed\nsee https://news.example/ and me@news.example"
    assert without_secrets(text) == (
        "GET http://news.example/feed?key=… failed\nsee https://news.example/ and me@news.example"
    )


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://News.example/feed", "news.example"),
        ("https://name:word@news.example:443/feed", "news.example"),
        ("http://news.example:80/", "news.example"),
        ("http://news.example:8080/", "news.example:8080"),
        ("http://раздел.example:81/", "xn--80aidgwz.example:81"),
        ("file:///feed", ""),
        ("http://[bad", ""),
        ("http://news.example:x/", ""),
    ],
)
def test_a_server_is_a_host_and_an_unusual_port(url: str, server: str) -> None:
    assert server_of(url) == server
