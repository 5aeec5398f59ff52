"""Feeds in every encoding, and with labels that lie."""

import pytest

from clock import FakeClock
from effort import at_most
from newsreader.core.feeds import ParsedFeed
from newsreader.parse.feeds import parse_feed


def _read(body: bytes, content_type: str | None = None) -> ParsedFeed:
    return parse_feed(body, url="https://example.org/dir/feed.xml", content_type=content_type, now=FakeClock().now())


def _rss(item: str, channel: str = "") -> str:
    return f'<rss version="2.0"><channel><title>F</title>{channel}<item>{item}</item></channel></rss>'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<?xml version='1.0' encoding='utf-8'?>{}", None),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>{}", None),
        (b"{}", "application/xml; charset=iso-8859-1"),
        (b"{}", "text/xml; charset=utf-8"),
        (b"<?xml version='1.0' encoding='bogus'?>{}", "text/xml; charset=none"),
        (b"{}", None),
    ],
)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_labels_that_lie_do_not_spoil_the_text(body: bytes, content_type: str | None, encoding: str) -> None:
    if encoding == "utf-8" and b"iso-8859-1" in body:
        return  # a declared encoding in which the bytes can be read is believed
    document = body.replace(b"{}", _rss("<title>café</title><guid>1</guid>").encode(encoding))
    assert _read(document, content_type).entries[0].title == "café"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig"])
def test_wide_encodings_are_read_with_and_without_a_byte_order_mark(encoding: str) -> None:
    document = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>" + _rss("<title>Привет 你好</title>")
    assert _read(document.encode(encoding)).entries[0].title == "Привет 你好"


@pytest.mark.parametrize(
    ("language", "encoding", "title"),
    [("ru", "cp1251", "Привет"), ("zh-CN", "gb18030", "合作中心协议论坛"), ("ja", "euc_jp", "こんにちは")],
)
def test_an_unlabelled_encoding_is_guessed_from_the_language(language: str, encoding: str, title: str) -> None:
    feed = _read(_rss(f"<title>{title}</title>", f"<language>{language}</language>").encode(encoding))
    assert feed.entries[0].title == title
    assert any("encoding" in note for note in feed.notes)


def test_text_that_was_encoded_twice_is_put_right_in_bodies() -> None:
    mixed = "fÃ©vrier <b>SÃ\xadtio</b>"
    assert (
        _read(_rss(f"<title>t</title><description><![CDATA[{mixed}]]></description>").encode()).entries[0].content_html
        == "février <b>Sítio</b>"
    )
    kept = "São Ã la carte"
    assert kept in _read(_rss(f"<title>t</title><description>{kept}</description>").encode()).entries[0].content_html


@pytest.mark.parametrize(
    ("prolog", "header", "encoding"),
    [
        ("windows-1251", "iso-8859-1", "cp1251"),
        ("gb2312", "us-ascii", "gb2312"),
        ("gb2312", "latin-1", "gb2312"),
        ("windows-1251", "iso-8859-2", "cp1251"),
        ("iso-8859-1", "windows-1251", "cp1251"),
        ("windows-1251", "utf-8", "utf-8"),
        ("windows-1251", "utf-8", "cp1251"),
        ("us-ascii", "koi8-r", "koi8-r"),
        ("x-cp1251", "", "cp1251"),
        ("ms-cyrl", "", "cp1251"),
        ("x-mac-cyrillic", "", "mac_cyrillic"),
    ],
)
def test_the_declared_encoding_counts_unless_it_is_a_mere_default(prolog: str, header: str, encoding: str) -> None:
    title = "新闻" if prolog == "gb2312" else "Новости"
    body = f"<?xml version='1.0' encoding='{prolog}'?>{_rss(f'<title>{title}</title>')}".encode(encoding)
    assert _read(body, f"text/html; charset={header}" if header else None).entries[0].title == title


@pytest.mark.parametrize(("label", "codec"), [("ebcdic-cp-us", "cp037"), ("IBM500", "cp500"), ("", "cp037")])
def test_ebcdic_is_read(label: str, codec: str) -> None:
    declared = f" encoding='{label}'" if label else ""
    body = f"<?xml version='1.0'{declared}?>{_rss('<title>Hello [you]!</title>')}".encode(codec)
    assert _read(body).entries[0].title == "Hello [you]!"


def test_a_header_of_blanks_is_soon_read() -> None:
    with at_most(1):
        assert _read(_rss("<title>T</title>").encode(), "text/xml; charset=" + " " * 90_000).entries[0].title == "T"
