"""What is no feed, what means harm, and what is random."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import FakeClock
from effort import at_most
from newsreader.core.errors import ParseError
from newsreader.core.feeds import ParsedFeed
from newsreader.core.text import clean_line, clean_text
from newsreader.parse.feeds import parse_feed, parse_strict

_URL = "https://example.org/dir/feed.xml"
_NOW = FakeClock().now()


def _read(body: bytes, content_type: str | None = None) -> ParsedFeed:
    return parse_feed(body, url=_URL, content_type=content_type, now=_NOW)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "nothing, not a feed"),
        (b" \n\t", "nothing, not a feed"),
        (b"\xef\xbb\xbf", "nothing, not a feed"),
        (b"<!DOCTYPE html><html><head><title>News &\x1b[1m</title></head></html>", "a web page, not a feed"),
        (b"<html><head><title>x</title></head><body>&nbsp;<p></body></html>", "a web page, not a feed"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "a web page, not a feed"),
        (b"<html><title>Just a moment...</title><div class='cf-chl'></div></html>", "a check for robots"),
        (b"<html><title>Making sure you&#39;re not a bot!</title></html>", "a check for robots"),
        (b"<html><script src='https://1.token.awswaf.com/1/challenge.js'></script></html>", "a check for robots"),
        (b"<html><title>x</title><form><input type='password'></form></html>", "a login page"),
        (b"<html><head><title>All about <rss></title></head></html>", "a web page"),
        (b"<opml version='2.0'><body/></opml>", "save it and import the file with “newsreader import opml FILE”"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "a sitemap"),
        (b"<?xml version='1.0'?><rss version='2.0'/>", "an empty feed document"),
        (b"<note><to>x</to></note>", "XML of another kind (<note>)"),
        (b"/home/u/private.xml", "plain text"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a file, not a feed"),
        (b"<note><to>x", "something else than a feed"),
    ],
)
def test_what_is_no_feed_is_refused_at_once_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_strict(body, url=_URL, content_type=None, now=_NOW)
    message = str(caught.value)
    assert sentence in message
    assert message == clean_line(message)
    assert message.endswith((".", "”."))
    assert caught.value.url == _URL


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("declarations", "title"),
    [
        ('<!ENTITY l0 "ha">' + _LAUGHS, "a &l9; b"),
        ('<!ENTITY x SYSTEM "file:///etc/hostname">', "a &x; b"),
        (f'<!ENTITY x "{"A" * 60_000}">', "a &x; b" + "&x;" * 20_000),
        ('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;', "a b"),
    ],
)
def test_declared_entities_are_never_expanded(declarations: str, title: str) -> None:
    body = f'<?xml version="1.0"?><!DOCTYPE rss [{declarations}]><rss version="2.0"><channel><title>F</title>'
    body += f"<item><title>{title}</title><guid>1</guid></item></channel></rss>"
    (entry,) = _read(body.encode()).entries
    assert entry.title.startswith("a ")
    assert "haha" not in entry.title
    assert "AAAA" not in entry.title
    assert len(entry.title) <= 500


def test_a_document_type_with_html_entities_still_gives_every_letter() -> None:
    body = '<!DOCTYPE rss PUBLIC "-//N//DTD" "http://n.org/r.dtd"><rss version="0.91"><channel>'
    assert _read((body + "<title>caf&eacute; b</title></channel></rss>").encode()).feed.title == "café b"


def _with_title(title: str) -> str:
    return f"<rss version='2.0'><channel><title>F</title><item><title>{title}</title></item></channel></rss>"


@pytest.mark.parametrize(
    "body",
    [
        _with_title("<![CDATA[ never closed"),
        _with_title("<b>" * 20_000),
        _with_title(f"<a {'x' * 200_000}='1'/>"),
        _with_title("&lt;!--" * 100_000),
        _with_title("&lt;script" * 100_000),
        " " * 4000 + "<?x?>" * 50_000 + "oops",
        "<?a " * 100_000,
        "<!DOCTYPE rss [" + "<!--" * 200_000,
        "<!DOCTYPE rss [" + "'" * 200_001,
        "<title>" * 100_000,
        "\0" * 300_000,
    ],
    ids=range(11),
)
def test_bombs_end_in_bounded_time(body: str) -> None:
    strict = None
    with at_most(2), suppress(ParseError):
        strict = parse_strict(body.encode(), url=_URL, content_type=None, now=_NOW)
    assert strict is None or strict.feed.title == "F"


def _seed(kind: str) -> bytes:
    if kind == "json":
        return b'{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"t"},{"id":"2"}]}'
    if kind == "atom":
        return (
            b"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://b.org/'>"
            b"<title type='html'>F &amp; G</title><link href='/'/><entry xml:lang='fr'><title>t</title><id>urn:1</id>"
            b"<link rel='enclosure' href='a.mp3' length='1'/><updated>2020-01-10T12:00:00Z</updated>"
            b"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content></entry></feed>"
        )
    return (
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x 'y'>]><rss version='2.0'><channel><title>F</title><item>"
        b"<title><![CDATA[a <b>]]></title><link>http://e.org/?a=1&amp;b=2</link><guid>1</guid><category>c</category>"
        b"<pubDate>Fri, 10 Jan 2020 12:00:00 GMT</pubDate><description>&lt;p&gt;x &hellip;</description>"
        b"<enclosure url='http://e.org/a' length='x'/></item></channel></rss>"
    )


def _check(body: bytes, content_type: str | None = None) -> None:
    try:
        feed = _read(body, content_type)
    except ParseError as error:
        assert str(error) == clean_line(str(error))
        return
    assert len({entry.uid for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.title == clean_line(entry.title)
        assert entry.content_html == clean_text(entry.content_html)
        assert entry.uid.encode()
        assert entry.link is None or entry.link.startswith(("http://", "https://"))


_TYPES = st.sampled_from(
    [None, "text/xml", "text/xml; charset=utf-16", "application/json; charset=latin-1", "charset=hz"]
)


@settings(max_examples=150)
@given(st.binary(max_size=300), _TYPES, st.sampled_from([b"", b"<rss><channel>", b"{", b"<?xml ?>", b"\xff\xfe"]))
def test_random_bytes_give_a_feed_or_a_sentence(body: bytes, content_type: str | None, start: bytes) -> None:
    _check(start + body, content_type)


@settings(max_examples=300)
@given(
    st.sampled_from(["rss", "atom", "json"]),
    st.lists(
        st.tuples(
            st.integers(0, 700),
            st.integers(0, 20),
            st.binary(max_size=4)
            | st.sampled_from(
                [
                    b"&",
                    b"<",
                    b"]]>",
                    b"<![CDATA[",
                    b"<item>",
                    b"</item>",
                    b"&#27;",
                    b"&#x202e;",
                    b"\x1b",
                    b"<!--",
                    b"\xc2\x9b",
                ]
            ),
        ),
        max_size=6,
    ),
    _TYPES,
)
def test_damaged_feeds_give_a_feed_or_a_sentence(
    kind: str, edits: list[tuple[int, int, bytes]], content_type: str | None
) -> None:
    body = _seed(kind)
    for place, removed, added in edits:
        at = place % (len(body) + 1)
        body = body[:at] + added + body[at + removed :]
    _check(body, content_type)
