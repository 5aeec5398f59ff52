"""Links of a page: absolute, numbered, without trackers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.document import Paragraph, Span
from newsreader.parse.html import parse_document
from newsreader.parse.html_links import absolute_url, without_trackers

BASE = "https://example.org/news/today?x=1"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTPS://a.example/x", "https://a.example/x"),
        ("/p/1", "https://example.org/p/1"),
        ("/p/../q", "https://example.org/q"),
        ("p/1", "https://example.org/news/p/1"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?page=2", "https://example.org/news/today?page=2"),
        ("  /a b\n", "https://example.org/a%20b"),
        ("ht\ntps://a.example/", "https://a.example/"),
        ("mailto:press@example.org", "mailto:press@example.org"),
        ("https://пример.рф/д", "https://пример.рф/д"),
        ("#note", None),
        ("", None),
        ("javascript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example/", None),
        ("tel:+1", None),
        ("http://", None),
        ("http://[", None),
        ("http://[::1", None),
        ("https://a.example/\x1b]52;c;x\x07", "https://a.example/"),
        ("https://a.example/\u202ex", "https://a.example/x"),
        ("https://a.example/" + "x" * 9_000, None),
    ],
)
def test_references_become_web_addresses_or_nothing(reference: str, expected: str | None) -> None:
    assert absolute_url(reference, BASE) == expected


def test_a_relative_link_without_a_base_is_text() -> None:
    assert absolute_url("/p/1", None) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/?utm_source=x", "https://a.example/"),
        ("https://a.example/?a=1&utm_source=x&b=%20#f", "https://a.example/?a=1&b=%20#f"),
        ("https://a.example/?fbclid=1&gclid=2&mc_cid=3&mc_eid=4#top", "https://a.example/#top"),
        ("https://a.example/?utm=1&xutm_source=2", "https://a.example/?utm=1&xutm_source=2"),
        ("https://a.example/?UTM_Medium=x&id=5", "https://a.example/?id=5"),
        ("https://a.example/utm_source=x", "https://a.example/utm_source=x"),
    ],
)
def test_only_tracker_parameters_are_cut(url: str, expected: str) -> None:
    assert without_trackers(url) == expected


def test_links_are_numbered_as_they_appear_and_a_url_has_one_number() -> None:
    document = parse_document(
        '<a href="/b">b</a> <a href="/a">a</a> <a href="/b?utm_source=x">again</a> <a href="tel:1">no</a>',
        base_url=BASE,
    )
    assert document.links == ("https://example.org/b", "https://example.org/a")
    assert document.blocks == (
        Paragraph(
            (
                Span("b", link=1),
                Span(" "),
                Span("a", link=2),
                Span(" "),
                Span("again", link=1),
                Span(" no"),
            )
        ),
    )


def test_a_link_without_visible_text_takes_no_number() -> None:
    assert parse_document('<a href="/b"> </a>text', base_url=BASE).links == ()


def test_a_base_element_counts_for_what_follows_it() -> None:
    document = parse_document('<base href="https://other.example/d/"><a href="x">x</a>', base_url=BASE)
    assert document.links == ("https://other.example/d/x",)


def test_a_second_base_element_counts_for_nothing() -> None:
    bases = '<base><base href="https://other.example/d/"><base href="https://third.example/">'
    assert parse_document(f'{bases}<a href="x">x</a>', base_url=BASE).links == ("https://other.example/d/x",)


@given(st.text(max_size=40))
def test_any_reference_gives_a_safe_url_or_none(reference: str) -> None:
    url = absolute_url(reference, BASE)
    if url is not None:
        assert url.startswith(("http://", "https://", "mailto:"))
        assert not any(character.isspace() or character < " " for character in url)
