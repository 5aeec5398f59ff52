"""Feeds and entries that say little, or the same thing twice."""

from html import escape

import pytest

from clock import FakeClock
from newsreader.core.feeds import ParsedFeed
from newsreader.parse.feeds import parse_feed


def _read(body: str) -> ParsedFeed:
    url = "https://example.org/dir/feed.xml"
    return parse_feed(body.encode(), url=url, content_type=None, now=FakeClock().now())


def _rss(item: str) -> str:
    return f'<rss version="2.0"><channel><title>F</title><item>{item}</item></channel></rss>'


@pytest.mark.parametrize("item", ["<author>a</author>", "<pubDate>x & y</pubDate>", "<guid>1</guid>", "<title>&nbsp;"])
def test_an_entry_that_says_little_is_kept_where_the_document_is_whole(item: str) -> None:
    assert len(_read(_rss(item)).entries) == 1


def test_an_rdf_item_without_children_is_kept_by_its_address() -> None:
    rdf = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>{}</rdf:RDF>"
    )
    item = "<item rdf:about='https://example.org/1'/>"
    assert [entry.uid for entry in _read(rdf.format("<channel/>" + item)).entries] == ["https://example.org/1"]
    assert [entry.uid for entry in _read(rdf.format(item)).entries] == ["https://example.org/1"]
    assert _read(rdf.format("")).entries == ()


@pytest.mark.parametrize(
    ("links", "link"),
    [
        ("<link rel='alternate' type='text/html' href='/a'/><link rel='enclosure'>https://x.org/a.jpg</link>", "/a"),
        ("<link href='/a'/><link rel='alternate' type='text/html' href='/b'/>", "/b"),
        ("<link rel='related' href='/r'/><link href='/a'/><link type='application/pdf' href='/p'/>", "/a"),
        ("<link type='application/pdf' href='/p'/>", "/p"),
        ("<link>https://example.org/text</link>", "/text"),
    ],
)
def test_the_page_is_chosen_among_the_links_of_an_atom_entry(links: str, link: str) -> None:
    feed = _read(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>{links}</entry></feed>")
    assert feed.entries[0].link == f"https://example.org{link}"


@pytest.mark.parametrize(
    "cut", ["<gui", "<guid>2", "<guid>2</guid><title>Tw", "<guid>2</guid><title>Two</title><link>h"]
)
def test_an_entry_in_which_the_document_ends_is_left_out_with_a_note(cut: str) -> None:
    whole = _rss("<title>One</title><guid>1</guid>")
    feed = _read(whole[: whole.index("</channel>")] + "<item>" + cut)
    assert [entry.uid for entry in feed.entries] == ["1"]
    assert any("ended early" in note for note in feed.notes)


def test_a_document_that_only_lacks_its_last_tags_keeps_every_entry() -> None:
    whole = _rss("<title>One</title><guid>1</guid></item><item><title>Two</title><guid>2</guid>")
    assert [entry.uid for entry in _read(whole[: whole.index("</channel>")]).entries] == ["1", "2"]
    unclosed = whole.replace("</item>", "")
    assert [entry.title for entry in _read(unclosed[: unclosed.index("</channel>")]).entries] == ["One", "Two"]


@pytest.mark.parametrize("written", ["<![CDATA[{}?a=1&b=2]]>", "{}?a=1&amp;b=2", "{}?a=1&#038;b=2", "{}?a=1&b=2"])
def test_ids_and_links_in_broken_xml_are_those_of_the_same_feed_unbroken(written: str) -> None:
    address = written.format("https://example.org/1")
    item = f"<link>{address}</link><guid>{address}</guid><title>One</title>"
    broken = _read(_rss(item + "</item><item><title>a < b</title><guid>2</guid>")).entries[0]
    assert (broken.uid, broken.link) == ("https://example.org/1?a=1&b=2", "https://example.org/1?a=1&b=2")
    if not written.endswith("1&b=2"):
        whole = _read(_rss(item)).entries[0]
        assert (whole.uid, whole.link) == (broken.uid, broken.link)


@pytest.mark.parametrize("title", ["a &amp; b", "a & b"])
def test_an_id_that_is_no_web_address_is_no_link(title: str) -> None:
    without, relative = "<guid>2026-17</guid>", "<guid>/17</guid><link>/17</link>"
    feed = _read(_rss(f"{without}<title>{title}</title></item><item>{relative}<title>{title}</title>"))
    assert [entry.link for entry in feed.entries] == [None, "https://example.org/17"]


def test_an_entry_without_a_title_or_text_is_named_after_its_address_as_people_read_it() -> None:
    feed = _read(_rss("<link>/2026/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8-1/?from=rss</link>"))
    assert feed.entries[0].title == "новости-1"


@pytest.mark.parametrize(
    ("title", "body", "shown"),
    [
        ("", f'<p><img src="data:image/png;base64,{"A" * 9000}"> Hello world</p>', "Hello world"),
        ("", f"<style>{'p { color: red } ' * 500}</style><p>Hello world</p>", "17"),
        ("", f"<p>Hello<script>{'a(1); ' * 2000}</script> world</p>", "Hello"),
        (f'Hello <img src="data:image/png;base64,{"A" * 9000}">', "", "Hello"),
        ("The <script> element", "", "The element"),
    ],
)
def test_no_picture_or_script_stands_in_a_title_however_long_it_is(title: str, body: str, shown: str) -> None:
    item = f"<link>/17</link><title>{escape(title)}</title><description>{escape(body)}</description>"
    assert _read(_rss(item)).entries[0].title == shown


def test_the_base_of_one_entry_changes_nothing_of_another() -> None:
    entry = "<entry{}><title>t</title><link href='/{}'/></entry>"
    feed = "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://site.example/'/>{}</feed>"
    alone = _read(feed.format(entry.format("", 1))).entries[0]
    assert alone.link == "https://site.example/1"
    beside = entry.format("", 1) + entry.format(" xml:base='https://other.example/'", 2)
    assert _read(feed.format(beside)).entries[0] == alone
