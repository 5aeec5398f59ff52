"""One feed has one address, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config.urls import normalize_url


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/feed.xml", "https://example.org/feed.xml"),
        ("  https://example.org/feed.xml\n", "https://example.org/feed.xml"),
        ("HTTPS://Example.ORG/Feed.xml", "https://example.org/Feed.xml"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org?a=B", "https://example.org/?a=B"),
        ("https://example.org:443/x", "https://example.org/x"),
        ("http://example.org:80/x", "http://example.org/x"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("https://example.org/x#top", "https://example.org/x"),
        ("https://User:Pass@Example.org/x", "https://User:Pass@example.org/x"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("https://пример.рф/новости", "https://пример.рф/новости"),
        ("feed://example.org/x", "https://example.org/x"),
        ("feed:https://example.org/x", "https://example.org/x"),
        ("feed:http://example.org/x", "http://example.org/x"),
        ("feed://https://example.org/x", "https://example.org/x"),
        ("FEED:example.org/x", "https://example.org/x"),
        ("example.org", "https://example.org/"),
        ("example.org/feed", "https://example.org/feed"),
        ("example.org:8443/feed", "https://example.org:8443/feed"),
        ("localhost:8000/feed", "https://localhost:8000/feed"),
        ("//example.org/feed", "https://example.org/feed"),
        ("file:///home/me/feed.xml", "file:///home/me/feed.xml"),
        ("file:/home/me/feed.xml", "file:///home/me/feed.xml"),
        ("file://localhost/home/me/feed.xml", "file:///home/me/feed.xml"),
        ("newsreader:welcome", "newsreader:welcome"),
        ("Newsreader:Welcome", "newsreader:welcome"),
    ],
)
def test_an_address_takes_its_one_form(written: str, address: str) -> None:
    assert normalize_url(written) == address


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "begins with https://"),
        ("feed", "begins with https://"),
        ("feed:", "begins with https://"),
        ("/home/me/feed.xml", "file:///its/path"),
        ("~/feed.xml", "file:///its/path"),
        ("exec:rm -rf", "a space"),
        ("exec:~/x.sh", "“exec:” is not supported"),
        ("filter:x:https://example.org", "“filter:” is not supported"),
        ("javascript:alert(1)", "“javascript:” is not supported"),
        ("gopher://example.org/", "“gopher:” is not supported"),
        ("newsreader:other", "“newsreader:” is not supported"),
        ("feed:javascript:alert(1)", "“javascript:” is not supported"),
        ("https://", "it names no host"),
        ("https:/example.org", "it names no host"),
        ("https://./x", "it names no host"),
        ("https://example.org:port/", "not a valid address"),
        ("https://example.org:99999/", "not a valid address"),
        ("https://[::1/", "not a valid address"),
        ("file://server/share", "file:///its/path"),
        ("file://", "file:///its/path"),
        ("https://example.org/a b", "a space"),
        ("https://example.org/\x1b[2J", "invisible character"),
        ("https://exa\u202emple.org/", "invisible character"),
        ("https://example.org/" + "x" * 5_000, "longer than"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", "\\(")):
        normalize_url(written)


@given(st.text() | st.text("htps:/.[]@#?a0 ").map(lambda text: f"https://{text}"))
def test_any_text_is_an_address_or_a_sentence_and_an_address_is_final(text: str) -> None:
    try:
        address = normalize_url(text)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert normalize_url(address) == address
